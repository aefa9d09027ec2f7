import type {KlarnaPaymentsMessages} from '../messages.js';

/** Romanian. */
const messages: KlarnaPaymentsMessages = {
  label: 'Metode de plată cu Klarna',
  loading: 'Se încarcă Klarna…',
  ready: 'Klarna este gata.',
  authorizing: 'Se așteaptă răspunsul Klarna…',
  authorized: 'Klarna a aprobat plata.',
  unavailable: 'Klarna nu este disponibilă pentru această comandă.',
  declined:
    'De această dată, Klarna nu vă poate oferi această metodă de plată.',
  error: 'Nu s-a putut stabili legătura cu Klarna.',
  retry: 'Încercați din nou',
  invalidField: 'Vă rugăm să verificați acest câmp.',
  invalidFields: 'Vă rugăm să verificați:',
  fields: {
    given_name: 'prenume',
    family_name: 'nume de familie',
    email: 'adresă de e-mail',
    phone: 'număr de telefon',
    street_address: 'stradă și număr',
    street_address2: 'adresă (rândul 2)',
    postal_code: 'cod poștal',
    city: 'localitate',
    region: 'județ',
    country: 'țară',
    title: 'formulă de adresare',
    organization_name: 'denumirea firmei',
    date_of_birth: 'data nașterii',
    national_identification_number: 'cod numeric personal',
  },
};

export default messages;
