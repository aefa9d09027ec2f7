import type {KlarnaPaymentsMessages} from '../messages.js';

/** Spanish. */
const messages: KlarnaPaymentsMessages = {
  label: 'Formas de pago con Klarna',
  loading: 'Cargando Klarna…',
  ready: 'Klarna está listo.',
  authorizing: 'Esperando a Klarna…',
  authorized: 'Klarna ha aprobado el pago.',
  unavailable: 'Klarna no está disponible para este pedido.',
  declined: 'Esta vez Klarna no puede ofrecerle esta forma de pago.',
  error: 'No se ha podido conectar con Klarna.',
  retry: 'Reintentar',
  invalidField: 'Revise este dato.',
  invalidFields: 'Revise lo siguiente:',
  fields: {
    given_name: 'nombre',
    family_name: 'apellidos',
    email: 'correo electrónico',
    phone: 'teléfono',
    street_address: 'dirección',
    street_address2: 'dirección (línea 2)',
    postal_code: 'código postal',
    city: 'localidad',
    region: 'provincia',
    country: 'país',
    title: 'tratamiento',
    organization_name: 'empresa',
    date_of_birth: 'fecha de nacimiento',
    national_identification_number: 'número de identificación nacional',
  },
};

export default messages;
