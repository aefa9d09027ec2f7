/** What the theming playground has the element show. */
export const shown = {
  all: 'every way to pay',
  single: 'one way to pay',
  loading: 'loads',
  unavailable: 'has nothing to offer',
  error: 'could not be reached',
} as const;

export type Shown = keyof typeof shown;
export type Answered = Exclude<Shown, 'loading'>;

/** The answer of an endpoint that leads there. */
export async function sessionOf(
  what: Answered,
  create: () => Promise<unknown>,
): Promise<unknown> {
  if (what === 'error') throw new Error('asked for in the playground');
  const session = (await create()) as {
    payment_method_categories: readonly unknown[];
  };
  const {payment_method_categories: categories} = session;
  const most = {all: Infinity, single: 1, unavailable: 0}[what];
  return {...session, payment_method_categories: categories.slice(0, most)};
}
