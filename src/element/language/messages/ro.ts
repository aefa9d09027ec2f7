import type {KlarnaPaymentsMessages} from '../messages.js';

/** Romanian. */
const messages: KlarnaPaymentsMessages = {
  label: 'Metode de plată cu Klarna',
  loading: 'Se încarcă Klarna…',
  ready: 'Klarna este gata.',
  authorizing: 'Se așteaptă răspunsul Klarna…',
  authorized: 'Klarna a aprobat plata.',
  unavailable: 'Klarna nu este disponibilă pentru această comandă.',
  notSent:
    'Klarna a aprobat plata, dar comanda dvs. nu a fost încă trimisă. Vă rugăm să o trimiteți din nou.',
  confirmAgain:
    'Klarna a aprobat plata, dar ceva s-a schimbat între timp. Vă rugăm să confirmați din nou comanda.',
  formMethod:
    'Klarna a aprobat plata, dar această pagină nu poate trimite comanda. Vă rugăm să contactați magazinul.',
  cancelled:
    'Fereastra Klarna a fost închisă sau nu s-a putut deschide. Puteți încerca din nou.',
  declined: '{category} nu a fost aprobat.',
  selected: 'Acum este selectat: {category}.',
  ordered: 'Comanda dvs. a fost plasată.',
  orderLink: 'Vezi comanda',
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
