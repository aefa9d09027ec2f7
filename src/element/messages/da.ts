import type {KlarnaPaymentsMessages} from '../messages.js';

/** Danish. */
const messages: KlarnaPaymentsMessages = {
  label: 'Betalingsmåder med Klarna',
  loading: 'Klarna indlæses…',
  ready: 'Klarna er klar.',
  authorizing: 'Venter på Klarna…',
  authorized: 'Klarna har godkendt betalingen.',
  unavailable: 'Klarna kan ikke bruges til denne ordre.',
  declined: 'Klarna kan desværre ikke tilbyde denne betalingsmåde denne gang.',
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
