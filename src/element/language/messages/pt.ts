import type {KlarnaPaymentsMessages} from '../messages.js';

/** Portuguese. */
const messages: KlarnaPaymentsMessages = {
  label: 'Métodos de pagamento Klarna',
  loading: 'A carregar a Klarna…',
  ready: 'A Klarna está pronta.',
  authorizing: 'A aguardar a Klarna…',
  authorized: 'A Klarna aprovou o pagamento.',
  unavailable: 'A Klarna não está disponível para esta encomenda.',
  notSent:
    'A Klarna aprovou o pagamento, mas a sua encomenda ainda não foi enviada. Envie-a novamente.',
  confirmAgain:
    'A Klarna aprovou o pagamento, mas algo mudou desde então. Confirme novamente a sua encomenda.',
  formMethod:
    'A Klarna aprovou o pagamento, mas esta página não consegue enviar a encomenda. Contacte a loja.',
  cancelled:
    'A janela da Klarna foi fechada ou não pôde ser aberta. Pode tentar novamente.',
  declined: '{category} não foi aprovado.',
  selected: '{category} está agora selecionado.',
  ordered: 'A sua encomenda foi efetuada.',
  orderLink: 'Ver a sua encomenda',
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
