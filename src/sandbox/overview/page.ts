import type {OverviewContext} from './context.js';
import {identifiersOf} from '../state/categories.js';
import {markup, type Markup} from './markup.js';
import {faults, shopper} from './forms.js';
import {orders} from './orders.js';
import {time} from './time.js';
import {nextStep} from './next-step.js';
import {overviewStyles} from './styles.js';

/** How many of the newest requests the page shows. */
const shown = 30;

/** Seconds after which the page comes again, for who asks for it. */
const refreshEvery = 5;

/**
 * What this is, what has happened, and what can be made to happen. There is no
 * script in it, and what comes from requests is shown as text.
 */
export function overviewPage(
  context: OverviewContext,
  request: Request,
): Response {
  const url = new URL(request.url);
  const isLive = url.searchParams.has('live');
  const nonce = crypto.randomUUID();
  const {settings} = context;
  const page = markup`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        ${isLive && markup`<meta http-equiv="refresh" content="${refreshEvery}" />`}
        <title>Klarna sandbox</title>
        <style nonce="${nonce}">
          ${overviewStyles}
        </style>
      </head>
      <body>
        <header>
          <h1>Klarna sandbox</h1>
          <p>
            An offline stand-in for Klarna Payments, for development and tests.
            It is not Klarna, it needs no credentials and no network, and no
            money moves.
          </p>
        </header>
        <main>
          ${next(context, settings.origin ?? url.origin)}
          ${requests(context, isLive)} ${orders(context)} ${shopper(context)}
          ${faults(context)} ${setup(context)}
        </main>
      </body>
    </html> `;
  return new Response(page.text, {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': [
        "default-src 'none'",
        `style-src 'nonce-${nonce}'`,
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
      ].join('; '),
      'referrer-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
    },
  });
}

function next(context: OverviewContext, origin: string): Markup {
  const {text, code} = nextStep(context, origin);
  return markup`<section aria-labelledby="next">
    <h2 id="next">What to do next</h2>
    <p>${text}</p>
    ${code && markup`<pre tabindex="0" aria-label="Example"><code>${code}</code></pre>`}
  </section>`;
}

function requests({journal}: OverviewContext, isLive: boolean): Markup {
  const notes = journal.notes.slice(0, shown);
  const rows = notes.map(
    ({at, request, status, verdict, isRefusal}) =>
      markup`<tr>
        <td>${time(at)}</td>
        <td>
          ${request}${status !== undefined && markup` <span class="status">${status}</span>`}
        </td>
        <td>${isRefusal && markup`<strong>No:</strong> `}${verdict}</td>
      </tr>`,
  );
  return markup`<section aria-labelledby="requests">
    <h2 id="requests">Newest requests</h2>
    <p>
      <a href="/#requests">Look again</a>${
        isLive
          ? markup` ·
              <a href="/#requests"
                >stop looking every ${refreshEvery} seconds</a
              >`
          : markup` · <a href="/?live#requests">every ${refreshEvery} seconds</a>`
      }
    </p>
    ${
      notes.length > 0
        ? markup`<table>
            <thead>
              <tr>
                <th scope="col">Time</th>
                <th scope="col">Request</th>
                <th scope="col">Verdict</th>
              </tr>
            </thead>
            <tbody>
              ${rows}
            </tbody>
          </table>`
        : markup`<p class="quiet">
            None so far. Tokens, amounts and people’s details never show up
            here.
          </p>`
    }
  </section>`;
}

function setup({settings, sessionCount}: OverviewContext): Markup {
  const categories = identifiersOf(settings.categories);
  const facts: [string, string][] = [
    ['Klarna’s script', `build ${settings.script}`],
    ['Experiments', settings.experiments.join(', ') || 'none'],
    ['Categories', categories.join(', ') || 'none'],
    [
      'Merchants',
      settings.credentials
        ? 'only with the credentials that were set'
        : 'any credentials',
    ],
    ['Sessions', String(sessionCount())],
    ['Its clock', new Date(settings.now()).toISOString()],
  ];
  return markup`<section aria-labelledby="setup">
    <h2 id="setup">How it is set up</h2>
    <dl>
      ${facts.map(
        ([name, value]) =>
          markup`<div>
            <dt>${name}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
    </dl>
  </section>`;
}
