import type {KlarnaPaymentsMessages} from '../messages.js';

/** Norwegian Bokmål. */
const messages: KlarnaPaymentsMessages = {
  label: 'Betalingsmåter med Klarna',
  loading: 'Laster inn Klarna…',
  ready: 'Klarna er klar.',
  authorizing: 'Venter på Klarna…',
  authorized: 'Klarna har godkjent betalingen.',
  unavailable: 'Klarna er ikke tilgjengelig for denne bestillingen.',
  notSent:
    'Klarna har godkjent betalingen, men bestillingen din er ikke sendt ennå. Send den på nytt.',
  confirmAgain:
    'Klarna har godkjent betalingen, men noe er endret siden. Bekreft bestillingen din på nytt.',
  formMethod:
    'Klarna har godkjent betalingen, men denne siden kan ikke sende bestillingen. Kontakt butikken.',
  cancelled:
    'Klarnas vindu ble lukket eller kunne ikke åpnes. Du kan prøve igjen.',
  declined: '{category} ble ikke godkjent.',
  selected: '{category} er valgt nå.',
  ordered: 'Bestillingen din er lagt inn.',
  orderLink: 'Til bestillingen din',
  error: 'Kunne ikke koble til Klarna.',
  retry: 'Prøv igjen',
  invalidField: 'Kontroller denne opplysningen.',
  invalidFields: 'Kontroller følgende:',
  fields: {
    given_name: 'fornavn',
    family_name: 'etternavn',
    email: 'e-postadresse',
    phone: 'telefonnummer',
    street_address: 'gateadresse',
    street_address2: 'adresselinje 2',
    postal_code: 'postnummer',
    city: 'poststed',
    region: 'region',
    country: 'land',
    title: 'tittel',
    organization_name: 'firmanavn',
    date_of_birth: 'fødselsdato',
    national_identification_number: 'fødselsnummer',
  },
};

export default messages;
