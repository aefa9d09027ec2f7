import type {KlarnaPaymentsMessages} from '../messages.js';

/** French. */
const messages: KlarnaPaymentsMessages = {
  label: 'Moyens de paiement Klarna',
  loading: 'Chargement de Klarna…',
  ready: 'Klarna est prêt.',
  authorizing: 'En attente de Klarna…',
  authorized: 'Klarna a accepté le paiement.',
  unavailable: 'Klarna n’est pas disponible pour cette commande.',
  notSent:
    'Klarna a approuvé le paiement, mais votre commande n’a pas encore été envoyée. Veuillez l’envoyer à nouveau.',
  confirmAgain:
    'Klarna a approuvé le paiement, mais quelque chose a changé depuis. Veuillez confirmer à nouveau votre commande.',
  formMethod:
    'Klarna a approuvé le paiement, mais cette page ne peut pas envoyer la commande. Veuillez contacter la boutique.',
  cancelled:
    'La fenêtre de Klarna a été fermée ou n’a pas pu s’ouvrir. Vous pouvez réessayer.',
  declined: '{category} n’a pas été approuvé.',
  selected: '{category} est maintenant sélectionné.',
  ordered: 'Votre commande a été passée.',
  orderLink: 'Voir votre commande',
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
