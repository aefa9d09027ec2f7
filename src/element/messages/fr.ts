import type {KlarnaPaymentsMessages} from '../messages.js';

/** French. */
const messages: KlarnaPaymentsMessages = {
  label: 'Moyens de paiement Klarna',
  loading: 'Chargement de Klarna…',
  ready: 'Klarna est prêt.',
  authorizing: 'En attente de Klarna…',
  authorized: 'Klarna a accepté le paiement.',
  unavailable: 'Klarna n’est pas disponible pour cette commande.',
  declined:
    'Klarna ne peut pas vous proposer ce moyen de paiement cette fois-ci.',
  error: 'Klarna est injoignable pour le moment.',
  retry: 'Réessayer',
  invalidField: 'Veuillez vérifier ce champ.',
  invalidFields: 'Veuillez vérifier\u00a0:',
  fields: {
    given_name: 'prénom',
    family_name: 'nom',
    email: 'adresse e-mail',
    phone: 'numéro de téléphone',
    street_address: 'adresse',
    street_address2: 'complément d’adresse',
    postal_code: 'code postal',
    city: 'ville',
    region: 'région',
    country: 'pays',
    title: 'civilité',
    organization_name: 'société',
    date_of_birth: 'date de naissance',
    national_identification_number: 'numéro d’identification national',
  },
};

export default messages;
