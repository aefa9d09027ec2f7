/** Where the element stands. */
export type KlarnaPaymentsStatus =
  | 'idle'
  | 'loading'
  | 'ready'
  | 'authorizing'
  | 'authorized'
  | 'unavailable'
  | 'error';
