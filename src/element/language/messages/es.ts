import type {KlarnaPaymentsMessages} from '../messages.js';

/** Spanish. */
const messages: KlarnaPaymentsMessages = {
  label: 'Formas de pago con Klarna',
  loading: 'Cargando Klarna…',
  ready: 'Klarna está listo.',
  authorizing: 'Esperando a Klarna…',
  authorized: 'Klarna ha aprobado el pago.',
  unavailable: 'Klarna no está disponible para este pedido.',
  notSent:
    'Klarna ha aprobado el pago, pero tu pedido aún no se ha enviado. Envíalo de nuevo.',
  confirmAgain:
    'Klarna ha aprobado el pago, pero algo ha cambiado desde entonces. Confirma tu pedido de nuevo.',
  formMethod:
    'Klarna ha aprobado el pago, pero esta página no puede enviar el pedido. Ponte en contacto con la tienda.',
  cancelled:
    'La ventana de Klarna se cerró o no se pudo abrir. Puedes intentarlo de nuevo.',
  declined: '{category} no se ha aprobado.',
  selected: 'Ahora está seleccionado {category}.',
  ordered: 'Tu pedido se ha realizado.',
  orderLink: 'Ir a tu pedido',
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
