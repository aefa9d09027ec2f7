import type {KlarnaPaymentsMessages} from '../messages.js';

/** Hungarian. */
const messages: KlarnaPaymentsMessages = {
  label: 'Fizetési módok a Klarnával',
  loading: 'A Klarna betöltése…',
  ready: 'A Klarna készen áll.',
  authorizing: 'Várakozás a Klarnára…',
  authorized: 'A Klarna jóváhagyta a fizetést.',
  unavailable: 'A Klarna ennél a rendelésnél nem érhető el.',
  declined: 'A Klarna ezúttal nem tudja felkínálni Önnek ezt a fizetési módot.',
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
