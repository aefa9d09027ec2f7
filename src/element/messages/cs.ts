import type {KlarnaPaymentsMessages} from '../messages.js';

/** Czech. */
const messages: KlarnaPaymentsMessages = {
  label: 'Způsoby platby Klarna',
  loading: 'Načítání služby Klarna…',
  ready: 'Služba Klarna je připravena.',
  authorizing: 'Čekáme na službu Klarna…',
  authorized: 'Klarna platbu schválila.',
  unavailable: 'Pro tuto objednávku není Klarna dostupná.',
  declined: 'Tento způsob platby vám Klarna tentokrát nemůže nabídnout.',
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
