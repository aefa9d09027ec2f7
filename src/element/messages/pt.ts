import type {KlarnaPaymentsMessages} from '../messages.js';

/** Portuguese. */
const messages: KlarnaPaymentsMessages = {
  label: 'Métodos de pagamento Klarna',
  loading: 'A carregar a Klarna…',
  ready: 'A Klarna está pronta.',
  authorizing: 'A aguardar a Klarna…',
  authorized: 'A Klarna aprovou o pagamento.',
  unavailable: 'A Klarna não está disponível para esta encomenda.',
  declined:
    'Desta vez, a Klarna não lhe pode oferecer este método de pagamento.',
  error: 'Não foi possível contactar a Klarna.',
  retry: 'Tentar novamente',
  invalidField: 'Verifique este campo.',
  invalidFields: 'Verifique:',
  fields: {
    given_name: 'nome próprio',
    family_name: 'apelido',
    email: 'endereço de e-mail',
    phone: 'número de telefone',
    street_address: 'morada',
    street_address2: 'morada (linha 2)',
    postal_code: 'código postal',
    city: 'localidade',
    region: 'distrito',
    country: 'país',
    title: 'título',
    organization_name: 'nome da empresa',
    date_of_birth: 'data de nascimento',
    national_identification_number: 'número de identificação nacional',
  },
};

export default messages;
