import * as v from 'valibot';
import type {KlarnaAuthorizeData} from '../../klarna/types.js';
import type {KlarnaSandboxFaults} from '../state/faults.js';
import type {ShopperCall, ShopperSide} from '../shopper/shopper.js';
import type {NewNote} from '../overview/journal.js';
import {verdictOfShopper} from '../overview/verdicts.js';
import type {FrameCall, ShopperResponse} from './messages.js';

const shopperRequest = v.object({
  from: v.optional(v.picklist(['widget', 'overlay']), 'widget'),
  clientToken: v.string(),
  category: v.optional(v.string()),
  data: v.optional(v.record(v.string(), v.unknown())),
  autoFinalize: v.optional(v.boolean()),
  answer: v.optional(v.picklist(['approve', 'decline', 'close', 'correct'])),
  fields: v.optional(v.array(v.string())),
});

type Asked = v.InferOutput<typeof shopperRequest>;

/**
 * What the frames ask: `POST /kp/shopper/{method}`. A browser lets only pages
 * of this origin send JSON here. It is also the shopper's side without a
 * browser for those who do not speak JavaScript: the client token and, unless
 * one is settled, the answer are all that it takes.
 */
export async function answerFrame(
  shopper: ShopperSide,
  faults: KlarnaSandboxFaults,
  method: FrameCall['method'],
  request: Request,
  noted: (note: NewNote) => void = () => undefined,
): Promise<Response> {
  const type = request.headers.get('content-type') ?? '';
  if (!/^application\/json *(?:;|$)/i.test(type)) {
    return new Response('Unsupported media type', {status: 415});
  }
  const asked = v.safeParse(
    shopperRequest,
    await request.json().catch(() => undefined),
  );
  if (!asked.success) return new Response('Bad request', {status: 400});
  const {from} = asked.output;
  const fault = from === 'widget' ? faults.frame : faults.overlay;
  const answer: ShopperResponse =
    fault === 'silent'
      ? {kind: 'silence'}
      : respond(shopper, method, asked.output);
  const isKnown = shopper.order(asked.output.clientToken) !== undefined;
  noted({request: method, ...verdictOfShopper(method, answer, isKnown)});
  return Response.json(answer, {headers: {'cache-control': 'no-store'}});
}

function respond(
  shopper: ShopperSide,
  method: FrameCall['method'],
  {clientToken, category, data, autoFinalize, ...asked}: Asked,
): ShopperResponse {
  const call: ShopperCall = {
    clientToken,
    ...(category && {category}),
    ...(data && {data: data as KlarnaAuthorizeData}),
  };
  if (method === 'load') {
    const result = shopper.load(call);
    return {kind: 'result', result, order: shopper.order(clientToken)};
  }
  const answer = asked.answer ?? shopper.settledAnswer(call);
  if (!answer) return {kind: 'ask', order: shopper.order(clientToken) ?? {}};
  const result =
    method === 'authorize'
      ? shopper.authorize({...call, autoFinalize, answer})
      : shopper[method]({...call, answer});
  if (asked.answer !== 'correct' || !asked.fields?.length) {
    return {kind: 'result', result};
  }
  const error = {invalid_fields: asked.fields};
  return {kind: 'result', result: {...result, error}};
}
