import type {KlarnaPaymentsMessages} from '../messages.js';

/** German. */
const messages: KlarnaPaymentsMessages = {
  label: 'Zahlungsarten mit Klarna',
  loading: 'Klarna wird geladen…',
  ready: 'Klarna ist bereit.',
  authorizing: 'Warten auf Klarna…',
  authorized: 'Klarna hat die Zahlung genehmigt.',
  unavailable: 'Klarna ist für diese Bestellung nicht verfügbar.',
  notSent:
    'Klarna hat die Zahlung genehmigt, aber Ihre Bestellung wurde noch nicht abgeschickt. Bitte schicken Sie sie noch einmal ab.',
  confirmAgain:
    'Klarna hat die Zahlung genehmigt, aber seitdem wurde etwas geändert. Bitte bestätigen Sie Ihre Bestellung noch einmal.',
  formMethod:
    'Klarna hat die Zahlung genehmigt, aber diese Seite kann die Bestellung nicht abschicken. Bitte wenden Sie sich an den Shop.',
  cancelled:
    'Das Fenster von Klarna wurde geschlossen oder ließ sich nicht öffnen. Sie können es erneut versuchen.',
  declined: '{category} wurde nicht genehmigt.',
  selected: 'Jetzt ist {category} ausgewählt.',
  ordered: 'Ihre Bestellung ist aufgegeben.',
  orderLink: 'Zu Ihrer Bestellung',
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
