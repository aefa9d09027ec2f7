import type {Language} from '../server/goods.js';

/** What the shop says, by language. */
const english = {
  motto: 'Things for slow mornings',
  checkout: 'Checkout',
  bag: 'Your bag',
  bagEmpty: 'Your bag is empty.',
  goesWith: 'Goes well with it',
  add: 'Add',
  addNamed: 'Add to the bag: {name}',
  remove: 'Remove',
  removeNamed: 'Remove: {name}',
  fewer: 'One fewer: {name}',
  more: 'One more: {name}',
  each: '{price} each',
  subtotal: 'Goods',
  delivery: 'Delivery',
  free: 'Free',
  taxIncluded: 'Tax included',
  salesTax: 'Sales tax',
  total: 'Total',
  contact: 'Contact',
  email: 'E-mail',
  phone: 'Phone',
  address: 'Address',
  givenName: 'First name',
  familyName: 'Last name',
  street: 'Street and number',
  street2: 'Flat (optional)',
  postalCode: 'Postcode',
  city: 'Town',
  region: 'State',
  country: 'Country',
  elsewhere: 'Deliver to a different address',
  deliveryAddress: 'Delivery address',
  payment: 'Payment',
  placeOrder: 'Place order',
  placing: 'Placing your order…',
  terms: 'This is a demo: nothing is bought, nothing is sent.',
  declined:
    'This way of paying is not available for this order. Please choose another.',
  cancelled: 'You left Klarna before the end. Nothing has been paid.',
  correctable: 'Klarna asks for a correction. Please check the marked fields.',
  failed:
    'That did not work. Reload the page before you try again: the order may have arrived.',
  changed: 'Your bag has changed meanwhile. Please place the order again.',
  thanks: 'Thank you, {name}',
  thanksNoName: 'Thank you',
  orderNumber: 'Order number',
  confirmationTo: 'A real shop would now write to {email}.',
  billedTo: 'Billed to',
  deliveredTo: 'Delivered to',
  again: 'Go on shopping',
};

export type Texts = typeof english;

const swedish: Texts = {
  motto: 'Saker för långsamma morgnar',
  checkout: 'Kassa',
  bag: 'Din varukorg',
  bagEmpty: 'Varukorgen är tom.',
  goesWith: 'Passar bra till',
  add: 'Lägg till',
  addNamed: 'Lägg i varukorgen: {name}',
  remove: 'Ta bort',
  removeNamed: 'Ta bort: {name}',
  fewer: 'En färre: {name}',
  more: 'En till: {name}',
  each: '{price} styck',
  subtotal: 'Varor',
  delivery: 'Frakt',
  free: 'Fri',
  taxIncluded: 'Varav moms',
  salesTax: 'Skatt',
  total: 'Att betala',
  contact: 'Kontakt',
  email: 'E-post',
  phone: 'Telefon',
  address: 'Adress',
  givenName: 'Förnamn',
  familyName: 'Efternamn',
  street: 'Gatuadress',
  street2: 'Lägenhet (frivilligt)',
  postalCode: 'Postnummer',
  city: 'Ort',
  region: 'Delstat',
  country: 'Land',
  elsewhere: 'Leverera till en annan adress',
  deliveryAddress: 'Leveransadress',
  payment: 'Betalning',
  placeOrder: 'Slutför köp',
  placing: 'Köpet slutförs…',
  terms: 'Det här är en demo: inget köps och inget skickas.',
  declined:
    'Det här sättet att betala går inte för den här ordern. Välj ett annat.',
  cancelled: 'Du lämnade Klarna före slutet. Inget har betalats.',
  correctable: 'Klarna ber om en rättelse. Se över de markerade fälten.',
  failed:
    'Det gick inte. Ladda om sidan innan du försöker igen: beställningen kan ha kommit fram.',
  changed: 'Varukorgen har ändrats under tiden. Slutför köpet igen.',
  thanks: 'Tack, {name}',
  thanksNoName: 'Tack',
  orderNumber: 'Ordernummer',
  confirmationTo: 'En riktig butik skulle nu skriva till {email}.',
  billedTo: 'Faktureras',
  deliveredTo: 'Levereras till',
  again: 'Fortsätt handla',
};

const german: Texts = {
  motto: 'Dinge für langsame Morgen',
  checkout: 'Kasse',
  bag: 'Ihr Warenkorb',
  bagEmpty: 'Ihr Warenkorb ist leer.',
  goesWith: 'Passt gut dazu',
  add: 'Dazu',
  addNamed: 'In den Warenkorb: {name}',
  remove: 'Entfernen',
  removeNamed: 'Entfernen: {name}',
  fewer: 'Eins weniger: {name}',
  more: 'Eins mehr: {name}',
  each: '{price} pro Stück',
  subtotal: 'Waren',
  delivery: 'Versand',
  free: 'Kostenlos',
  taxIncluded: 'Enthaltene MwSt.',
  salesTax: 'Verkaufssteuer',
  total: 'Summe',
  contact: 'Kontakt',
  email: 'E-Mail',
  phone: 'Telefon',
  address: 'Adresse',
  givenName: 'Vorname',
  familyName: 'Nachname',
  street: 'Straße und Hausnummer',
  street2: 'Wohnung (freiwillig)',
  postalCode: 'Postleitzahl',
  city: 'Ort',
  region: 'Bundesstaat',
  country: 'Land',
  elsewhere: 'An eine andere Adresse liefern',
  deliveryAddress: 'Lieferadresse',
  payment: 'Zahlung',
  placeOrder: 'Zahlungspflichtig bestellen',
  placing: 'Bestellung läuft…',
  terms: 'Dies ist eine Demo: Nichts wird gekauft, nichts verschickt.',
  declined:
    'Diese Zahlungsart ist für diese Bestellung nicht verfügbar. Bitte wählen Sie eine andere.',
  cancelled: 'Sie haben Klarna vorzeitig verlassen. Nichts wurde bezahlt.',
  correctable:
    'Klarna bittet um eine Korrektur. Bitte prüfen Sie die markierten Felder.',
  failed:
    'Das hat nicht geklappt. Laden Sie die Seite neu, bevor Sie es noch einmal versuchen: Die Bestellung kann angekommen sein.',
  changed:
    'Ihr Warenkorb hat sich inzwischen geändert. Bitte bestellen Sie noch einmal.',
  thanks: 'Vielen Dank, {name}',
  thanksNoName: 'Vielen Dank',
  orderNumber: 'Bestellnummer',
  confirmationTo: 'Ein echter Laden würde jetzt an {email} schreiben.',
  billedTo: 'Rechnung an',
  deliveredTo: 'Lieferung an',
  again: 'Weiter einkaufen',
};

const dutch: Texts = {
  motto: 'Dingen voor trage ochtenden',
  checkout: 'Afrekenen',
  bag: 'Je winkelmand',
  bagEmpty: 'Je winkelmand is leeg.',
  goesWith: 'Past er goed bij',
  add: 'Erbij',
  addNamed: 'In de winkelmand: {name}',
  remove: 'Verwijderen',
  removeNamed: 'Verwijderen: {name}',
  fewer: 'Eén minder: {name}',
  more: 'Eén meer: {name}',
  each: '{price} per stuk',
  subtotal: 'Artikelen',
  delivery: 'Verzending',
  free: 'Gratis',
  taxIncluded: 'Waarvan btw',
  salesTax: 'Omzetbelasting',
  total: 'Totaal',
  contact: 'Contact',
  email: 'E-mail',
  phone: 'Telefoon',
  address: 'Adres',
  givenName: 'Voornaam',
  familyName: 'Achternaam',
  street: 'Straat en huisnummer',
  street2: 'App. (optioneel)',
  postalCode: 'Postcode',
  city: 'Plaats',
  region: 'Staat',
  country: 'Land',
  elsewhere: 'Op een ander adres bezorgen',
  deliveryAddress: 'Bezorgadres',
  payment: 'Betaling',
  placeOrder: 'Bestelling plaatsen',
  placing: 'Bestelling wordt geplaatst…',
  terms: 'Dit is een demo: er wordt niets gekocht en niets verzonden.',
  declined: 'Zo betalen kan niet voor deze bestelling. Kies een andere manier.',
  cancelled: 'Je hebt Klarna voortijdig verlaten. Er is niets betaald.',
  correctable:
    'Klarna vraagt om een correctie. Controleer de gemarkeerde velden.',
  failed:
    'Dat lukte niet. Laad de pagina opnieuw voordat je het nog eens probeert: de bestelling kan zijn aangekomen.',
  changed: 'Je winkelmand is intussen veranderd. Plaats de bestelling opnieuw.',
  thanks: 'Bedankt, {name}',
  thanksNoName: 'Bedankt',
  orderNumber: 'Bestelnummer',
  confirmationTo: 'Een echte winkel zou nu naar {email} schrijven.',
  billedTo: 'Factuur aan',
  deliveredTo: 'Bezorgd bij',
  again: 'Verder winkelen',
};

/** What is called otherwise across the Atlantic. */
const american: Texts = {
  ...english,
  street2: 'Apt (optional)',
  postalCode: 'ZIP code',
  city: 'City',
};

const texts: Record<Language, Texts> = {
  en: english,
  sv: swedish,
  de: german,
  nl: dutch,
};

/** The shop's texts in the language of a locale. */
export function textsOf(locale: string): Texts {
  if (locale === 'en-US') return american;
  return texts[locale.slice(0, 2) as Language];
}

/** Puts values into a text: `{name}` becomes `values.name`. */
export function fill(text: string, values: Record<string, string>): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
}

/** Writes the texts into the page: every element with `data-text`. */
export function translate(root: ParentNode, locale: string): void {
  const chosen = textsOf(locale);
  for (const element of root.querySelectorAll<HTMLElement>('[data-text]')) {
    element.textContent = chosen[element.dataset['text'] as keyof Texts];
  }
}
