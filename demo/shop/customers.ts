import type {Country} from '../server/markets.js';

/** By how they fare; Klarna knows those it approves and those it declines. */
export type Customer = 'ask' | 'approve' | 'decline' | 'correct';

interface TestCustomer {
  /** By the token of the field. */
  address: Record<string, string>;
  /** Klarna's playground knows by these whom to approve and whom to decline. */
  email: {approve: string; decline: string};
  phone: {approve: string; decline: string};
}

/** Klarna's documented test customers. */
const customers: Record<Country, TestCustomer> = {
  SE: {
    address: {
      'given-name': 'Alice',
      'family-name': 'Test',
      'address-line1': 'Södra Blasieholmshamnen 2',
      'postal-code': '11 148',
      'address-level2': 'Stockholm',
    },
    email: {
      approve: 'customer@email.se',
      decline: 'customer+denied@email.se',
    },
    phone: {approve: '+46701740615', decline: '+46701740620'},
  },
  DE: {
    address: {
      'given-name': 'Mock',
      'family-name': 'Mock',
      'address-line1': 'Neue Schönhauser Str. 2',
      'postal-code': '10178',
      'address-level2': 'Berlin',
    },
    email: {
      approve: 'customer@email.de',
      decline: 'customer+denied@email.de',
    },
    phone: {approve: '+49017614284340', decline: '+49017610927312'},
  },
  GB: {
    address: {
      'given-name': 'Test',
      'family-name': 'Person-uk',
      'address-line1': '13 New Burlington St',
      'address-line2': 'Apt 214',
      'postal-code': 'W13 3BG',
      'address-level2': 'London',
    },
    email: {
      approve: 'customer@email.uk',
      decline: 'customer+denied@email.uk',
    },
    phone: {approve: '+447755564318', decline: '+447355505530'},
  },
  NL: {
    address: {
      'given-name': 'Test',
      'family-name': 'Person-nl',
      'address-line1': 'Osdorpplein 137',
      'postal-code': '1068 SR',
      'address-level2': 'Amsterdam',
    },
    email: {
      approve: 'customer@email.nl',
      decline: 'customer+denied@email.nl',
    },
    phone: {approve: '+31689124321', decline: '+31632167678'},
  },
  US: {
    address: {
      'given-name': 'Test',
      'family-name': 'Person-us',
      'address-line1': '509 Amsterdam Ave',
      'postal-code': '10024-3941',
      'address-level2': 'New York',
      'address-level1': 'NY',
    },
    email: {
      approve: 'customer@email.us',
      decline: 'customer+denied@email.us',
    },
    phone: {approve: '+13106683312', decline: '+13106354386'},
  },
};

/** Nobody that Klarna knows: somebody has to be asked. */
const alice = {
  email: 'alice@mornby.example',
  'billing-given-name': 'Alice',
  'billing-family-name': 'Lindqvist',
};

/** What the shopper would type: values by the id of the field. */
export function detailsOf(
  country: Country,
  customer: Customer,
): Record<string, string> {
  const {address, email, phone} = customers[country];
  const known = customer === 'decline' ? 'decline' : 'approve';
  const isKnown = customer === 'approve' || customer === 'decline';
  return {
    email: email[known],
    phone: phone[known],
    'billing-address-line2': '',
    ...Object.fromEntries(
      Object.entries(address).map(([token, value]) => [
        `billing-${token}`,
        value,
      ]),
    ),
    ...(!isKnown && alice),
  };
}
