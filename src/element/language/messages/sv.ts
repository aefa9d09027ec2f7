import type {KlarnaPaymentsMessages} from '../messages.js';

/** Swedish. */
const messages: KlarnaPaymentsMessages = {
  label: 'Betalsätt med Klarna',
  loading: 'Klarna laddas…',
  ready: 'Klarna är redo.',
  authorizing: 'Väntar på Klarna…',
  authorized: 'Klarna har godkänt betalningen.',
  unavailable: 'Klarna är inte tillgängligt för den här beställningen.',
  notSent:
    'Klarna har godkänt betalningen, men din beställning har inte skickats än. Skicka den igen.',
  confirmAgain:
    'Klarna har godkänt betalningen, men något har ändrats sedan dess. Bekräfta din beställning igen.',
  formMethod:
    'Klarna har godkänt betalningen, men den här sidan kan inte skicka beställningen. Kontakta butiken.',
  cancelled:
    'Klarnas fönster stängdes eller kunde inte öppnas. Du kan försöka igen.',
  declined: '{category} godkändes inte.',
  selected: '{category} är vald nu.',
  ordered: 'Din beställning är lagd.',
  orderLink: 'Till din beställning',
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
