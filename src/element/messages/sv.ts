import type {KlarnaPaymentsMessages} from '../messages.js';

/** Swedish. */
const messages: KlarnaPaymentsMessages = {
  label: 'Betalsätt med Klarna',
  loading: 'Klarna laddas…',
  ready: 'Klarna är redo.',
  authorizing: 'Väntar på Klarna…',
  authorized: 'Klarna har godkänt betalningen.',
  unavailable: 'Klarna är inte tillgängligt för den här beställningen.',
  declined:
    'Klarna kan tyvärr inte erbjuda det här betalsättet den här gången.',
  error: 'Det gick inte att nå Klarna.',
  retry: 'Försök igen',
  invalidField: 'Kontrollera den här uppgiften.',
  invalidFields: 'Kontrollera följande:',
  fields: {
    given_name: 'förnamn',
    family_name: 'efternamn',
    email: 'e-postadress',
    phone: 'telefonnummer',
    street_address: 'gatuadress',
    street_address2: 'adressrad 2',
    postal_code: 'postnummer',
    city: 'ort',
    region: 'region',
    country: 'land',
    title: 'titel',
    organization_name: 'företagsnamn',
    date_of_birth: 'födelsedatum',
    national_identification_number: 'personnummer',
  },
};

export default messages;
