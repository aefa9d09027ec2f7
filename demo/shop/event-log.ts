import {make} from './dom.js';

const names = [
  'klarna-session',
  'klarna-load',
  'klarna-select',
  'klarna-authorize',
  'klarna-authorized',
  'klarna-finalize-required',
  'klarna-rejected',
  'klarna-overlay',
  'klarna-status',
  'klarna-error',
] as const;

/** More would be a burden on the page and help nobody. */
const mostShown = 60;

/**
 * Lists what the elements below a root dispatch, the newest first. Each entry
 * opens to show the event's details.
 *
 * @param none Shown as long as nothing has happened.
 */
export function listEvents(
  root: EventTarget,
  list: HTMLElement,
  none?: HTMLElement,
): void {
  const add = (event: Event): void => {
    if (none) none.hidden = true;
    list.prepend(entryOf(event as CustomEvent<unknown>));
    while (list.childElementCount > mostShown) list.lastElementChild?.remove();
  };
  // Capturing, so that the order in the list is that of dispatching.
  for (const name of names) root.addEventListener(name, add, {capture: true});
}

function entryOf(event: CustomEvent<unknown>): HTMLElement {
  const now = new Date();
  const time = make(
    'time',
    {dateTime: now.toISOString()},
    now.toISOString().slice(11, 23),
  );
  const detail = readable(event.detail);
  return make(
    'li',
    {},
    make(
      'details',
      {},
      make(
        'summary',
        {},
        make('code', {}, event.type),
        ' ',
        make('span', {className: 'gist'}, gistOf(detail)),
        ' ',
        time,
      ),
      make('pre', {tabIndex: 0}, JSON.stringify(detail, null, 2) ?? 'null'),
    ),
  );
}

/** The detail as JSON can show it: errors by their members, tokens shortened. */
function readable(detail: unknown): unknown {
  return JSON.parse(
    JSON.stringify(detail ?? null, (name, value: unknown) => {
      if (value instanceof Error) {
        return readableError(value);
      }
      if (typeof value === 'string' && /token/i.test(name)) {
        return value.length > 16 ? `${value.slice(0, 8)}…` : value;
      }
      return value;
    }),
  ) as unknown;
}

function readableError(error: Error & {code?: unknown}): unknown {
  const {name, code, message, cause} = error;
  return {
    name,
    code,
    message,
    ...(cause instanceof Error && {cause: cause.message}),
  };
}

/** The members that are one word, in one line. */
function gistOf(detail: unknown): string {
  if (typeof detail !== 'object' || detail === null) return '';
  return Object.entries(detail)
    .flatMap(([name, value]: [string, unknown]) => {
      if (name === 'categories' && Array.isArray(value)) {
        return `${value.length} categories`;
      }
      if (name === 'error') return (value as {code?: string}).code ?? 'error';
      if (name === 'authorizationToken' || name.startsWith('previous')) {
        return [];
      }
      if (typeof value === 'boolean') return `${name}: ${value}`;
      return typeof value === 'string' ? value : [];
    })
    .join(', ');
}
