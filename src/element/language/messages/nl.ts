import type {KlarnaPaymentsMessages} from '../messages.js';

/** Dutch. */
const messages: KlarnaPaymentsMessages = {
  label: 'Betaalmethoden van Klarna',
  loading: 'Klarna wordt geladen…',
  ready: 'Klarna is gereed.',
  authorizing: 'Wachten op Klarna…',
  authorized: 'Klarna heeft de betaling goedgekeurd.',
  unavailable: 'Klarna is niet beschikbaar voor deze bestelling.',
  notSent:
    'Klarna heeft de betaling goedgekeurd, maar je bestelling is nog niet verzonden. Verstuur de bestelling opnieuw.',
  confirmAgain:
    'Klarna heeft de betaling goedgekeurd, maar er is daarna iets gewijzigd. Bevestig je bestelling opnieuw.',
  formMethod:
    'Klarna heeft de betaling goedgekeurd, maar deze pagina kan de bestelling niet versturen. Neem contact op met de winkel.',
  cancelled:
    'Het venster van Klarna is gesloten of kon niet worden geopend. Je kunt het opnieuw proberen.',
  declined: '{category} is niet goedgekeurd.',
  selected: '{category} is nu geselecteerd.',
  ordered: 'Je bestelling is geplaatst.',
  orderLink: 'Naar je bestelling',
  error: 'Klarna is op dit moment niet bereikbaar.',
  retry: 'Opnieuw proberen',
  invalidField: 'Controleer dit veld.',
  invalidFields: 'Controleer het volgende:',
  fields: {
    given_name: 'voornaam',
    family_name: 'achternaam',
    email: 'e-mailadres',
    phone: 'telefoonnummer',
    street_address: 'straat en huisnummer',
    street_address2: 'adresregel 2',
    postal_code: 'postcode',
    city: 'plaats',
    region: 'provincie',
    country: 'land',
    title: 'aanhef',
    organization_name: 'bedrijfsnaam',
    date_of_birth: 'geboortedatum',
    national_identification_number: 'nationaal identificatienummer',
  },
};

export default messages;
