import type {KlarnaPaymentsMessages} from '../messages.js';

/** Finnish. */
const messages: KlarnaPaymentsMessages = {
  label: 'Klarnan maksutavat',
  loading: 'Ladataan Klarnaa…',
  ready: 'Klarna on valmis.',
  authorizing: 'Odotetaan Klarnan vastausta…',
  authorized: 'Klarna on hyväksynyt maksun.',
  unavailable: 'Klarna ei ole käytettävissä tälle tilaukselle.',
  declined:
    'Klarna ei valitettavasti voi tarjota tätä maksutapaa tällä kertaa.',
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
