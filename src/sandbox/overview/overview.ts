import type {KlarnaSandboxAnswer} from '../shopper/shopper.js';
import type {OverviewContext} from './context.js';
import {overviewPage} from './page.js';
import {applySwitch} from './switches.js';
import type {FraudVerdict} from '../state/store.js';

const answers: readonly KlarnaSandboxAnswer[] = [
  'approve',
  'decline',
  'close',
  'correct',
];

const verdicts: readonly FraudVerdict[] = ['accept', 'reject'];

/** How much of a form is read; the page's own are far smaller. */
const longestForm = 1000;

/**
 * The page at `/` and its forms. They work without script, and for `curl`.
 *
 * @returns a handler that answers nothing for paths that are not its own.
 */
export function overviewRoutes(
  context: OverviewContext,
): (request: Request) => Promise<Response> | undefined {
  const forms: Record<string, (form: URLSearchParams) => boolean> = {
    '/sandbox/answers': (form) => {
      const answer = answers.find((each) => each === form.get('answer'));
      if (answer) context.queue(answer);
      else if (form.get('answer') === 'none') context.clearQueue();
      else return false;
      return true;
    },
    '/sandbox/faults': (form) =>
      applySwitch(
        context.faults,
        form.get('what') ?? '',
        form.get('way') ?? '',
      ),
    '/sandbox/orders': (form) => {
      const verdict = verdicts.find((each) => each === form.get('verdict'));
      return (
        verdict !== undefined &&
        context.decide(form.get('order') ?? '', verdict)
      );
    },
  };

  return (request) => {
    const {pathname} = new URL(request.url);
    if (pathname === '/') return show(request);
    const run = Object.hasOwn(forms, pathname) ? forms[pathname] : undefined;
    return run && change(request, pathname.replace('/sandbox/', ''), run);
  };

  async function show(request: Request): Promise<Response> {
    return request.method === 'GET' || request.method === 'HEAD'
      ? overviewPage(context, request)
      : refuse(405, 'Method not allowed', {allow: 'GET, HEAD'});
  }

  async function change(
    request: Request,
    section: string,
    run: (form: URLSearchParams) => boolean,
  ): Promise<Response> {
    if (request.method !== 'POST') {
      return refuse(405, 'Method not allowed', {allow: 'POST'});
    }
    if (!isOwn(request, context.settings.origin)) {
      return refuse(403, 'Another page must not do this');
    }
    const type = request.headers.get('content-type') ?? '';
    if (!type.startsWith('application/x-www-form-urlencoded')) {
      return refuse(415, 'Unsupported media type');
    }
    const text = await request.text();
    if (!run(new URLSearchParams(text.slice(0, longestForm)))) {
      return refuse(400, 'Bad request');
    }
    return new Response(null, {
      status: 303,
      headers: {location: `/#${section}`, 'cache-control': 'no-store'},
    });
  }
}

/**
 * Whether a form was sent by the sandbox's own page or by no page at all.
 * Browsers name the origin of every form; the name has to be that of this
 * machine, so that no foreign name that is resolved to it passes either.
 */
function isOwn(request: Request, origin: string | undefined): boolean {
  const site = request.headers.get('sec-fetch-site');
  const sender = request.headers.get('origin');
  if (site !== null && site !== 'same-origin' && site !== 'none') return false;
  if (sender === null) return site === null || site === 'none';
  if (sender === origin) return true;
  const here = new URL(request.url);
  return (
    sender === here.origin &&
    ['localhost', '127.0.0.1', '[::1]'].includes(here.hostname)
  );
}

function refuse(
  status: number,
  text: string,
  headers: Record<string, string> = {},
): Response {
  return new Response(`${text}\n`, {
    status,
    headers: {'content-type': 'text/plain; charset=utf-8', ...headers},
  });
}
