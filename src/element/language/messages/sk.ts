import type {KlarnaPaymentsMessages} from '../messages.js';

/** Slovak. */
const messages: KlarnaPaymentsMessages = {
  label: 'Spôsoby platby Klarna',
  loading: 'Načítava sa služba Klarna…',
  ready: 'Služba Klarna je pripravená.',
  authorizing: 'Čaká sa na službu Klarna…',
  authorized: 'Klarna platbu schválila.',
  unavailable: 'Pre túto objednávku nie je Klarna dostupná.',
  notSent:
    'Klarna platbu schválila, ale vaša objednávka ešte nebola odoslaná. Odošlite ju znova.',
  confirmAgain:
    'Klarna platbu schválila, ale odvtedy sa niečo zmenilo. Potvrďte objednávku znova.',
  formMethod:
    'Klarna platbu schválila, ale táto stránka nemôže objednávku odoslať. Obráťte sa na obchod.',
  cancelled:
    'Okno Klarna bolo zatvorené alebo sa nepodarilo otvoriť. Môžete to skúsiť znova.',
  declined: 'Spôsob {category} nebol schválený.',
  selected: 'Teraz je vybrané: {category}.',
  ordered: 'Vaša objednávka bola zadaná.',
  orderLink: 'Prejsť na objednávku',
  error: 'K službe Klarna sa nepodarilo pripojiť.',
  retry: 'Skúsiť znova',
  invalidField: 'Skontrolujte, prosím, tento údaj.',
  invalidFields: 'Skontrolujte, prosím:',
  fields: {
    given_name: 'meno',
    family_name: 'priezvisko',
    email: 'e-mailová adresa',
    phone: 'telefónne číslo',
    street_address: 'ulica a číslo',
    street_address2: 'doplnok adresy',
    postal_code: 'PSČ',
    city: 'mesto',
    region: 'kraj',
    country: 'krajina',
    title: 'oslovenie',
    organization_name: 'názov firmy',
    date_of_birth: 'dátum narodenia',
    national_identification_number: 'rodné číslo',
  },
};

export default messages;
