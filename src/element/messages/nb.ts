import type {KlarnaPaymentsMessages} from '../messages.js';

/** Norwegian Bokmål. */
const messages: KlarnaPaymentsMessages = {
  label: 'Betalingsmåter med Klarna',
  loading: 'Laster inn Klarna…',
  ready: 'Klarna er klar.',
  authorizing: 'Venter på Klarna…',
  authorized: 'Klarna har godkjent betalingen.',
  unavailable: 'Klarna er ikke tilgjengelig for denne bestillingen.',
  declined:
    'Klarna kan dessverre ikke tilby denne betalingsmåten denne gangen.',
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
