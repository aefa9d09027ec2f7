import type {} from '../../../src/frameworks/angular.js';

/** What Angular writes to check `(klarna-authorized)="…"` and `#klarna`. */
const tag = document.createElement('klarna-payments');

tag.addEventListener('klarna-authorized', ({detail}) => {
  // @ts-expect-error -- no member of the event
  return [detail.authorizationToken, detail.token];
});

// @ts-expect-error -- read-only
tag.status = 'ready';

export const outcome: Promise<string> = tag
  .authorize()
  .then((result) => result.outcome);
