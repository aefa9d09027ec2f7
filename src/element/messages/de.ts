import type {KlarnaPaymentsMessages} from '../messages.js';

/** German. */
const messages: KlarnaPaymentsMessages = {
  label: 'Zahlungsarten mit Klarna',
  loading: 'Klarna wird geladen…',
  ready: 'Klarna ist bereit.',
  authorizing: 'Warten auf Klarna…',
  authorized: 'Klarna hat die Zahlung genehmigt.',
  unavailable: 'Klarna ist für diese Bestellung nicht verfügbar.',
  declined:
    'Klarna kann Ihnen diese Zahlungsart diesmal leider nicht anbieten.',
  error: 'Klarna ist derzeit nicht erreichbar.',
  retry: 'Erneut versuchen',
  invalidField: 'Bitte überprüfen Sie diese Angabe.',
  invalidFields: 'Bitte überprüfen Sie:',
  fields: {
    given_name: 'Vorname',
    family_name: 'Nachname',
    email: 'E-Mail-Adresse',
    phone: 'Telefonnummer',
    street_address: 'Adresse',
    street_address2: 'Adresszusatz',
    postal_code: 'Postleitzahl',
    city: 'Ort',
    region: 'Region',
    country: 'Land',
    title: 'Anrede',
    organization_name: 'Firma',
    date_of_birth: 'Geburtsdatum',
    national_identification_number: 'nationale Identifikationsnummer',
  },
};

export default messages;
