import type {KlarnaPaymentsMessages} from '../messages.js';

/** Polish. */
const messages: KlarnaPaymentsMessages = {
  label: 'Metody płatności Klarna',
  loading: 'Ładowanie usługi Klarna…',
  ready: 'Klarna jest gotowa.',
  authorizing: 'Oczekiwanie na odpowiedź Klarny…',
  authorized: 'Klarna zaakceptowała płatność.',
  unavailable: 'Klarna nie jest dostępna dla tego zamówienia.',
  declined:
    'Tym razem Klarna nie może zaoferować Państwu tej metody płatności.',
  error: 'Nie udało się połączyć z usługą Klarna.',
  retry: 'Spróbuj ponownie',
  invalidField: 'Prosimy sprawdzić te dane.',
  invalidFields: 'Prosimy sprawdzić:',
  fields: {
    given_name: 'imię',
    family_name: 'nazwisko',
    email: 'adres e-mail',
    phone: 'numer telefonu',
    street_address: 'ulica i numer',
    street_address2: 'adres (wiersz 2)',
    postal_code: 'kod pocztowy',
    city: 'miejscowość',
    region: 'województwo',
    country: 'kraj',
    title: 'tytuł',
    organization_name: 'nazwa firmy',
    date_of_birth: 'data urodzenia',
    national_identification_number: 'PESEL',
  },
};

export default messages;
