import type {KlarnaPaymentsMessages} from '../messages.js';

/** Danish. */
const messages: KlarnaPaymentsMessages = {
  label: 'Betalingsmåder med Klarna',
  loading: 'Klarna indlæses…',
  ready: 'Klarna er klar.',
  authorizing: 'Venter på Klarna…',
  authorized: 'Klarna har godkendt betalingen.',
  unavailable: 'Klarna kan ikke bruges til denne ordre.',
  notSent:
    'Klarna har godkendt betalingen, men din ordre er ikke sendt endnu. Send den igen.',
  confirmAgain:
    'Klarna har godkendt betalingen, men noget er ændret siden. Bekræft din ordre igen.',
  formMethod:
    'Klarna har godkendt betalingen, men denne side kan ikke sende ordren. Kontakt butikken.',
  cancelled:
    'Klarnas vindue blev lukket eller kunne ikke åbnes. Du kan prøve igen.',
  declined: '{category} blev ikke godkendt.',
  selected: '{category} er valgt nu.',
  ordered: 'Din ordre er afgivet.',
  orderLink: 'Til din ordre',
  error: 'Der kunne ikke oprettes forbindelse til Klarna.',
  retry: 'Prøv igen',
  invalidField: 'Kontrollér venligst dette felt.',
  invalidFields: 'Kontrollér venligst:',
  fields: {
    given_name: 'fornavn',
    family_name: 'efternavn',
    email: 'e-mailadresse',
    phone: 'telefonnummer',
    street_address: 'adresse',
    street_address2: 'adresselinje 2',
    postal_code: 'postnummer',
    city: 'by',
    region: 'region',
    country: 'land',
    title: 'titel',
    organization_name: 'virksomhedsnavn',
    date_of_birth: 'fødselsdato',
    national_identification_number: 'CPR-nummer',
  },
};

export default messages;
