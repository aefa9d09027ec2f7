/* eslint-disable */
import type {
  ShopperSide,
  KlarnaSandboxAnswer,
} from '../../src/sandbox/shopper.js';
import {existsSync} from 'node:fs';

const index = new URL('../../src/sandbox/index.ts', import.meta.url);
export const createKlarnaSandbox: (options?: any) => any = existsSync(index)
  ? (await import('../../src/sandbox/' + 'index.js')).createKlarnaSandbox
  : standIn;

const b64 = (o: unknown) =>
  Buffer.from(JSON.stringify(o)).toString('base64url');

function standIn(options: any = {}) {
  const sessions = new Map<string, any>();
  const queue: KlarnaSandboxAnswer[] = [];
  const find = (token: string) => {
    try {
      return sessions.get(
        JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString())
          .session_id,
      );
    } catch {
      return undefined;
    }
  };
  const result = (
    session: any,
    answer: KlarnaSandboxAnswer,
    autoFinalize = true,
  ) => {
    if (answer === 'decline') return {approved: false, show_form: false};
    if (answer === 'close') return {approved: false, show_form: true};
    if (answer === 'correct')
      return {
        approved: false,
        show_form: true,
        error: {invalid_fields: ['billing_address.postal_code']},
      };
    if (!autoFinalize)
      return {approved: true, show_form: true, finalize_required: true};
    session.authorization_token = crypto.randomUUID();
    return {
      approved: true,
      show_form: true,
      authorization_token: session.authorization_token,
      finalize_required: false,
    };
  };
  const side: ShopperSide = {
    order: (token) => find(token)?.order,
    load({clientToken, data}) {
      const session = find(clientToken);
      if (!session) return {show_form: false};
      Object.assign(session.order, data);
      return {show_form: true};
    },
    settledAnswer: () => queue.shift(),
    authorize(call) {
      const session = find(call.clientToken);
      Object.assign(session.order, call.data);
      return result(session, call.answer, call.autoFinalize);
    },
    finalize: (call) => (
      Object.assign(find(call.clientToken).order, call.data),
      result(find(call.clientToken), call.answer)
    ),
    reauthorize: (call) => (
      Object.assign(find(call.clientToken).order, call.data),
      result(find(call.clientToken), call.answer)
    ),
  };
  let routes: any;
  return {
    answer: (answer: KlarnaSandboxAnswer) => void queue.push(answer),
    async fetch(request: Request) {
      const file = '../../src/sandbox/browser/routes.js';
      routes ??= (await import(file)).browserRoutes(side, options);
      const answer = await routes(request);
      if (answer) return answer;
      const url = new URL(request.url);
      const parts = url.pathname.split('/');
      if (
        request.method === 'POST' &&
        url.pathname === '/payments/v1/sessions'
      ) {
        const order = (await request.json()) as any;
        const session_id = crypto.randomUUID();
        const client_token = `${b64({alg: 'RS256'})}.${b64({session_id, base_url: url.origin, purchase_country: order.purchase_country, session_type: 'PAYMENTS', language: 'en', environment: 'playground'})}.c2ln`;
        const payment_method_categories = (
          options.categories ?? ['klarna']
        ).map((identifier: string) => ({
          identifier,
          name: identifier.replaceAll('_', ' '),
        }));
        sessions.set(session_id, {
          order,
          client_token,
          payment_method_categories,
        });
        return Response.json({
          session_id,
          client_token,
          payment_method_categories,
        });
      }
      if (request.method === 'GET') {
        const s = sessions.get(parts[4]!);
        return Response.json({
          ...s.order,
          status: 'incomplete',
          client_token: s.client_token,
          authorization_token: s.authorization_token,
          payment_method_categories: s.payment_method_categories,
        });
      }
      if (parts[5] === 'order') {
        return Response.json({
          order_id: crypto.randomUUID(),
          fraud_status: 'ACCEPTED',
        });
      }
      return new Response('', {status: 404});
    },
  };
}
