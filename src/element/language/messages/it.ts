import type {KlarnaPaymentsMessages} from '../messages.js';

/** Italian. */
const messages: KlarnaPaymentsMessages = {
  label: 'Metodi di pagamento Klarna',
  loading: 'Caricamento di Klarna…',
  ready: 'Klarna è pronto.',
  authorizing: 'In attesa di Klarna…',
  authorized: 'Klarna ha approvato il pagamento.',
  unavailable: 'Klarna non è disponibile per questo ordine.',
  notSent:
    'Klarna ha approvato il pagamento, ma il tuo ordine non è ancora stato inviato. Invialo di nuovo.',
  confirmAgain:
    'Klarna ha approvato il pagamento, ma da allora qualcosa è cambiato. Conferma di nuovo il tuo ordine.',
  formMethod:
    'Klarna ha approvato il pagamento, ma questa pagina non può inviare l’ordine. Contatta il negozio.',
  cancelled:
    'La finestra di Klarna è stata chiusa o non è stato possibile aprirla. Puoi riprovare.',
  declined: '{category} non è stato approvato.',
  selected: 'Ora è selezionato {category}.',
  ordered: 'Il tuo ordine è stato effettuato.',
  orderLink: 'Vai al tuo ordine',
  error: 'Klarna non è al momento raggiungibile.',
  retry: 'Riprova',
  invalidField: 'Verifichi questo campo.',
  invalidFields: 'Verifichi:',
  fields: {
    given_name: 'nome',
    family_name: 'cognome',
    email: 'indirizzo e-mail',
    phone: 'numero di telefono',
    street_address: 'indirizzo',
    street_address2: 'indirizzo (riga 2)',
    postal_code: 'CAP',
    city: 'città',
    region: 'provincia',
    country: 'paese',
    title: 'titolo',
    organization_name: 'ragione sociale',
    date_of_birth: 'data di nascita',
    national_identification_number: 'codice fiscale',
  },
};

export default messages;
