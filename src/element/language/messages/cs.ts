import type {KlarnaPaymentsMessages} from '../messages.js';

/** Czech. */
const messages: KlarnaPaymentsMessages = {
  label: 'Způsoby platby Klarna',
  loading: 'Načítání služby Klarna…',
  ready: 'Služba Klarna je připravena.',
  authorizing: 'Čekáme na službu Klarna…',
  authorized: 'Klarna platbu schválila.',
  unavailable: 'Pro tuto objednávku není Klarna dostupná.',
  notSent:
    'Klarna platbu schválila, ale vaše objednávka ještě nebyla odeslána. Odešlete ji prosím znovu.',
  confirmAgain:
    'Klarna platbu schválila, ale od té doby se něco změnilo. Potvrďte prosím objednávku znovu.',
  formMethod:
    'Klarna platbu schválila, ale tato stránka nemůže objednávku odeslat. Obraťte se prosím na obchod.',
  cancelled:
    'Okno Klarna bylo zavřeno nebo se nepodařilo otevřít. Můžete to zkusit znovu.',
  declined: 'Způsob {category} nebyl schválen.',
  selected: 'Nyní je vybráno: {category}.',
  ordered: 'Vaše objednávka byla zadána.',
  orderLink: 'Přejít na objednávku',
  error: 'Ke službě Klarna se nepodařilo připojit.',
  retry: 'Zkusit znovu',
  invalidField: 'Zkontrolujte prosím tento údaj.',
  invalidFields: 'Zkontrolujte prosím:',
  fields: {
    given_name: 'jméno',
    family_name: 'příjmení',
    email: 'e-mailová adresa',
    phone: 'telefonní číslo',
    street_address: 'ulice a číslo',
    street_address2: 'doplněk adresy',
    postal_code: 'PSČ',
    city: 'město',
    region: 'kraj',
    country: 'země',
    title: 'oslovení',
    organization_name: 'název firmy',
    date_of_birth: 'datum narození',
    national_identification_number: 'rodné číslo',
  },
};

export default messages;
