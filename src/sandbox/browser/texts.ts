/** What a widget says of a payment method, and what it lets one choose. */
export interface CategoryTexts {
  name: string;
  explanation: string;
  choices: readonly string[];
}

const texts: Record<string, CategoryTexts> = {
  klarna: {
    name: 'Pay your way',
    explanation: 'Now, later or in parts: choose here, change your mind later.',
    choices: ['Pay now', 'Pay in 30 days', 'Pay in 3 parts'],
  },
  pay_later: {
    name: 'Pay later',
    explanation: 'Get your order first and pay when you know that you keep it.',
    choices: ['In 30 days', 'At the end of next month'],
  },
  pay_now: {
    name: 'Pay now',
    explanation: 'Pay the whole amount today.',
    choices: ['Bank account', 'Card'],
  },
  pay_over_time: {
    name: 'Pay over time',
    explanation: 'Spread the amount over several months.',
    choices: ['3 months', '6 months', '12 months'],
  },
  pay_in_parts: {
    name: 'Pay in parts',
    explanation: 'Split the amount into equal parts.',
    choices: ['3 parts', '4 parts'],
  },
  direct_bank_transfer: {
    name: 'Bank transfer',
    explanation: 'Pay today from your bank account.',
    choices: ['First Sandbox Bank', 'Second Sandbox Bank'],
  },
  direct_debit: {
    name: 'Direct debit',
    explanation: 'The amount is drawn from your bank account.',
    choices: ['Account ending in 01', 'Account ending in 02'],
  },
  card: {
    name: 'Card',
    explanation: 'Pay with a debit or credit card.',
    choices: ['Debit card', 'Credit card'],
  },
};

const fallback: CategoryTexts = {
  name: 'Payment',
  explanation: 'Pay with this method.',
  choices: ['Standard', 'With a reminder'],
};

/** The texts of all categories; those without their own get `''`'s. */
export const categoryTexts: Readonly<Record<string, CategoryTexts>> = {
  ...texts,
  '': fallback,
};
