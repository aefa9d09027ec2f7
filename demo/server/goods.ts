import type {Currency, TaxClass} from './markets.js';

/** The languages in which the shop speaks. */
export type Language = 'en' | 'sv' | 'de' | 'nl';

export type Translated = Record<Language, string>;

export interface Article {
  reference: string;
  name: Translated;
  /** What tells this one from its siblings: colour, size. */
  variant: Translated;
  image: string;
  taxClass: TaxClass;
  /** Minor units. */
  price: Record<Currency, number>;
}

/** All that Mornby sells. */
export const goods: readonly Article[] = [
  {
    reference: 'MB-1040',
    name: {
      en: 'Gooseneck kettle',
      sv: 'Svanhalskanna',
      de: 'Schwanenhalskessel',
      nl: 'Zwanenhalsketel',
    },
    variant: {
      en: 'Enamel, pine green, 0.9 l',
      sv: 'Emalj, tallgrön, 0,9 l',
      de: 'Emaille, tannengrün, 0,9 l',
      nl: 'Emaille, dennengroen, 0,9 l',
    },
    image: '/demo/art/kettle.svg',
    taxClass: 'goods',
    price: {SEK: 129500, EUR: 11900, GBP: 9900, USD: 12900},
  },
  {
    reference: 'MB-2011',
    name: {
      en: 'Speckled mug',
      sv: 'Spräcklig mugg',
      de: 'Gesprenkelter Becher',
      nl: 'Gespikkelde mok',
    },
    variant: {
      en: 'Stoneware, rust, 3 dl',
      sv: 'Stengods, rost, 3 dl',
      de: 'Steinzeug, rost, 0,3 l',
      nl: 'Steengoed, roest, 3 dl',
    },
    image: '/demo/art/mug.svg',
    taxClass: 'goods',
    price: {SEK: 24900, EUR: 2300, GBP: 1900, USD: 2400},
  },
  {
    reference: 'MB-3007',
    name: {
      en: 'Sunday roast',
      sv: 'Söndagsrost',
      de: 'Sonntagsröstung',
      nl: 'Zondagsbranding',
    },
    variant: {
      en: 'Whole coffee beans, 250 g',
      sv: 'Hela kaffebönor, 250 g',
      de: 'Ganze Kaffeebohnen, 250 g',
      nl: 'Hele koffiebonen, 250 g',
    },
    image: '/demo/art/coffee.svg',
    taxClass: 'food',
    price: {SEK: 12900, EUR: 1190, GBP: 995, USD: 1400},
  },
  {
    reference: 'MB-4120',
    name: {
      en: 'Lambswool throw',
      sv: 'Pläd i lammull',
      de: 'Lammwolldecke',
      nl: 'Lamswollen plaid',
    },
    variant: {
      en: 'Oat stripes, 130 × 180 cm',
      sv: 'Havrerandig, 130 × 180 cm',
      de: 'Hafer gestreift, 130 × 180 cm',
      nl: 'Havergestreept, 130 × 180 cm',
    },
    image: '/demo/art/throw.svg',
    taxClass: 'goods',
    price: {SEK: 149500, EUR: 13900, GBP: 11900, USD: 14900},
  },
];

/** What every new visitor finds in the bag: quantity by reference. */
export const firstBag: Readonly<Record<string, number>> = {
  'MB-1040': 1,
  'MB-2011': 2,
  'MB-3007': 1,
};

/** At most this many of one article. */
export const mostOfOne = 20;
