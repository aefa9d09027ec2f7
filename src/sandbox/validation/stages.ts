import type {SandboxSettings} from '../options.js';
import type {SandboxOrder} from '../state/store.js';
import {isLoopback} from '../../wire/loopback.js';
import {merged} from '../state/merge.js';
import {amountStages} from './amounts.js';
import {unknownFields, wrongFields} from './fields.js';
import {
  wrongAddresses,
  wrongCountry,
  wrongCurrency,
  wrongLineTaxInUs,
} from './markets.js';
import {withNumbers} from './numbers.js';
import {orderShapes, readOnlyMembers} from './shape.js';

/** Says in which members a body is wrong; nothing if it is right. */
export interface OrderValidation {
  create(body: object): string[];
  /** Against the order that the session has already. */
  update(body: object, order: SandboxOrder): string[];
  place(body: object): string[];
}

/**
 * Klarna looks at a body in stages and speaks of the first that fails
 * (recorded: an empty create names country and currency and nothing else,
 * an empty order all that is required).
 */
export function orderValidation(settings: SandboxSettings): OrderValidation {
  const shapes = orderShapes(settings, (url) => isCallbackUrl(url, settings));

  return {
    create(sent) {
      const body = withNumbers(sent);
      return firstOf(
        () => wrongFields(shapes.place, body),
        () => wrongFields(shapes.whole, body),
        () => unknown(body),
        ...marketsAndSums(() => body),
      );
    },
    update(sent, order) {
      const body = withNumbers(sent);
      return firstOf(
        () => wrongFields(shapes.part, body),
        () => unknown(body),
        ...marketsAndSums(() => merged(order, body)),
      );
    },
    place(sent) {
      const body = withNumbers(sent);
      return firstOf(
        () => wrongFields(shapes.whole, body),
        () => unknown(body),
        ...marketsAndSums(() => body),
      );
    },
  };

  function unknown(body: object): string[] {
    if (settings.unknownProperties === 'ignore') return [];
    return unknownFields(shapes.whole, body).filter(
      (field) => !readOnlyMembers.includes(field),
    );
  }

  function marketsAndSums(orderNow: () => SandboxOrder) {
    return [
      () => wrongCountry(orderNow(), settings),
      () => wrongCurrency(orderNow(), settings),
      () => wrongAddresses(orderNow(), settings),
      () => wrongLineTaxInUs(orderNow(), settings),
      ...amountStages.map((stage) => () => stage(orderNow(), settings)),
    ];
  }
}

function firstOf(...stages: (() => string[])[]): string[] {
  for (const stage of stages) {
    const fields = stage();
    if (fields.length > 0) return fields;
  }
  return [];
}

/** Klarna calls back over https only. */
function isCallbackUrl(url: string, {loopbackHttp}: SandboxSettings): boolean {
  if (!URL.canParse(url)) return false;
  const {protocol, hostname} = new URL(url);
  return (
    protocol === 'https:' ||
    (loopbackHttp && protocol === 'http:' && isLoopback(hostname))
  );
}
