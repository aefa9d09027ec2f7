import type {KlarnaPaymentsMessages} from '../messages.js';

/** Finnish. */
const messages: KlarnaPaymentsMessages = {
  label: 'Klarnan maksutavat',
  loading: 'Ladataan Klarnaa…',
  ready: 'Klarna on valmis.',
  authorizing: 'Odotetaan Klarnan vastausta…',
  authorized: 'Klarna on hyväksynyt maksun.',
  unavailable: 'Klarna ei ole käytettävissä tälle tilaukselle.',
  notSent:
    'Klarna on hyväksynyt maksun, mutta tilaustasi ei ole vielä lähetetty. Lähetä se uudelleen.',
  confirmAgain:
    'Klarna on hyväksynyt maksun, mutta jokin on sen jälkeen muuttunut. Vahvista tilauksesi uudelleen.',
  formMethod:
    'Klarna on hyväksynyt maksun, mutta tämä sivu ei voi lähettää tilausta. Ota yhteyttä kauppaan.',
  cancelled:
    'Klarnan ikkuna suljettiin tai sitä ei voitu avata. Voit yrittää uudelleen.',
  declined: 'Maksutapaa {category} ei hyväksytty.',
  selected: 'Nyt valittuna on {category}.',
  ordered: 'Tilauksesi on tehty.',
  orderLink: 'Siirry tilaukseesi',
  error: 'Klarnaan ei saatu yhteyttä.',
  retry: 'Yritä uudelleen',
  invalidField: 'Tarkistakaa tämä tieto.',
  invalidFields: 'Tarkistakaa:',
  fields: {
    given_name: 'etunimi',
    family_name: 'sukunimi',
    email: 'sähköpostiosoite',
    phone: 'puhelinnumero',
    street_address: 'katuosoite',
    street_address2: 'osoitteen lisätiedot',
    postal_code: 'postinumero',
    city: 'postitoimipaikka',
    region: 'maakunta',
    country: 'maa',
    title: 'puhuttelu',
    organization_name: 'yrityksen nimi',
    date_of_birth: 'syntymäaika',
    national_identification_number: 'henkilötunnus',
  },
};

export default messages;
