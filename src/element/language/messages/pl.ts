import type {KlarnaPaymentsMessages} from '../messages.js';

/** Polish. */
const messages: KlarnaPaymentsMessages = {
  label: 'Metody płatności Klarna',
  loading: 'Ładowanie usługi Klarna…',
  ready: 'Klarna jest gotowa.',
  authorizing: 'Oczekiwanie na odpowiedź Klarny…',
  authorized: 'Klarna zaakceptowała płatność.',
  unavailable: 'Klarna nie jest dostępna dla tego zamówienia.',
  notSent:
    'Klarna zatwierdziła płatność, ale zamówienie nie zostało jeszcze wysłane. Wyślij je ponownie.',
  confirmAgain:
    'Klarna zatwierdziła płatność, ale od tego czasu coś się zmieniło. Potwierdź zamówienie ponownie.',
  formMethod:
    'Klarna zatwierdziła płatność, ale ta strona nie może wysłać zamówienia. Skontaktuj się ze sklepem.',
  cancelled:
    'Okno Klarna zostało zamknięte lub nie udało się go otworzyć. Możesz spróbować ponownie.',
  declined: 'Metoda {category} nie została zatwierdzona.',
  selected: 'Wybrano teraz: {category}.',
  ordered: 'Twoje zamówienie zostało złożone.',
  orderLink: 'Przejdź do zamówienia',
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
