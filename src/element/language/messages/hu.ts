import type {KlarnaPaymentsMessages} from '../messages.js';

/** Hungarian. */
const messages: KlarnaPaymentsMessages = {
  label: 'Fizetési módok a Klarnával',
  loading: 'A Klarna betöltése…',
  ready: 'A Klarna készen áll.',
  authorizing: 'Várakozás a Klarnára…',
  authorized: 'A Klarna jóváhagyta a fizetést.',
  unavailable: 'A Klarna ennél a rendelésnél nem érhető el.',
  notSent:
    'A Klarna jóváhagyta a fizetést, de a rendelését még nem küldtük el. Kérjük, küldje el újra.',
  confirmAgain:
    'A Klarna jóváhagyta a fizetést, de azóta valami megváltozott. Kérjük, erősítse meg újra a rendelését.',
  formMethod:
    'A Klarna jóváhagyta a fizetést, de ez az oldal nem tudja elküldeni a rendelést. Kérjük, forduljon az üzlethez.',
  cancelled:
    'A Klarna ablakát bezárták, vagy nem sikerült megnyitni. Próbálja újra.',
  declined: 'Ezt nem hagyták jóvá: {category}.',
  selected: 'Most ez van kiválasztva: {category}.',
  ordered: 'A rendelését leadta.',
  orderLink: 'Ugrás a rendeléshez',
  error: 'A Klarna jelenleg nem érhető el.',
  retry: 'Újrapróbálkozás',
  invalidField: 'Kérjük, ellenőrizze ezt az adatot.',
  invalidFields: 'Kérjük, ellenőrizze:',
  fields: {
    given_name: 'utónév',
    family_name: 'vezetéknév',
    email: 'e-mail-cím',
    phone: 'telefonszám',
    street_address: 'utca, házszám',
    street_address2: 'cím második sora',
    postal_code: 'irányítószám',
    city: 'település',
    region: 'megye',
    country: 'ország',
    title: 'megszólítás',
    organization_name: 'cégnév',
    date_of_birth: 'születési dátum',
    national_identification_number: 'személyi azonosító',
  },
};

export default messages;
