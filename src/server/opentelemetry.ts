/**
 * What happens between the shop and Klarna, for OpenTelemetry. An entry of its
 * own, for it needs the package `@opentelemetry/api`.
 */
import {
  metrics,
  SpanKind,
  SpanStatusCode,
  trace,
  type Attributes,
  type HrTime,
  type Meter,
  type Tracer,
} from '@opentelemetry/api';

import {version} from '../version.js';
import type {KlarnaEventFacts, KlarnaMerchantEvent} from './events.js';

/** Where the telemetry goes. */
export interface KlarnaOtelOptions {
  /** Default: one of the global provider's. */
  tracer?: Tracer;
  /** Default: one of the global provider's. */
  meter?: Meter;
}

type Named = Exclude<keyof KlarnaEventFacts, 'duration' | 'error'>;

/** Few values each, so that they may be labels of metrics. */
const labels = {
  route: 'klarna.route',
  code: 'klarna.problem_code',
  status: 'http.response.status_code',
  region: 'klarna.region',
} as const satisfies Partial<Record<Named, string>>;

/** One value for every order or more: attributes of spans alone. */
const details: Record<Exclude<Named, keyof typeof labels>, string> = {
  attempt: 'klarna.attempt',
  account: 'klarna.account',
  errorCode: 'klarna.error_code',
  fields: 'klarna.fields',
  correlationId: 'klarna.correlation_id',
  orderId: 'klarna.order_id',
  sessionId: 'klarna.session_id',
  origin: 'klarna.origin',
  expectedOrigin: 'klarna.expected_origin',
};

/** Outcomes that an operator is looking for. */
const failures: readonly string[] = [
  'failed',
  'late',
  'malformed',
  'network',
  'not-cancelled',
  'timeout',
  'uncertain',
];

const scope = 'klarna-payments-element';

/**
 * A listener for `onEvent` that exports events to OpenTelemetry:
 *
 * - a span for every event, as long as what it tells of, below whatever span is
 *   active, for instance that of the HTTP server;
 * - the counter `klarna.events` and the histogram `klarna.duration` in seconds.
 *
 * Ids are attributes of spans and never labels of metrics. Of what the shop's
 * own functions throw only the class is exported, as `error.type`.
 *
 * ```ts
 * createKlarnaMerchant({…, onEvent: otelEvents()});
 * ```
 */
export function otelEvents({
  tracer = trace.getTracer(scope, version),
  meter = metrics.getMeter(scope, version),
}: KlarnaOtelOptions = {}): (event: KlarnaMerchantEvent) => void {
  const counter = meter.createCounter('klarna.events', {
    description: 'What has happened between the shop and Klarna',
  });
  const histogram = meter.createHistogram('klarna.duration', {
    description: 'How long it took',
    unit: 's',
  });

  return (event) => {
    const {type, time, outcome} = event;
    const facts: Partial<KlarnaEventFacts> = event;
    const {duration} = facts;
    const common = {
      'klarna.event': type,
      'klarna.outcome': outcome,
      ...named(labels, facts),
    };

    const span = tracer.startSpan(nameOf(event), {
      kind: type.startsWith('klarna-') ? SpanKind.CLIENT : SpanKind.INTERNAL,
      startTime: hrTime(time - (duration ?? 0)),
      attributes: {
        ...common,
        ...named(details, facts),
        ...('error' in facts && {'error.type': classOf(facts.error)}),
      },
    });
    if (
      'error' in facts ||
      (facts.status ?? 0) >= 500 ||
      failures.includes(outcome)
    ) {
      span.setStatus({code: SpanStatusCode.ERROR});
    }
    span.end(hrTime(time));

    counter.add(1, common);
    if (duration !== undefined) {
      histogram.record(duration / 1000, common);
    }
  };
}

function nameOf(event: KlarnaMerchantEvent): string {
  const {type} = event;
  if (type === 'request') {
    return `klarna ${event.route ?? 'elsewhere'}`;
  }
  return type.startsWith('klarna-') ? type : `klarna ${type}`;
}

function named(
  names: Readonly<Record<string, string>>,
  facts: Partial<KlarnaEventFacts>,
): Attributes {
  const attributes: Attributes = {};
  for (const [fact, name] of Object.entries(names)) {
    const value = facts[fact as Named];
    if (value !== undefined) {
      attributes[name] = typeof value === 'object' ? [...value] : value;
    }
  }
  return attributes;
}

/** Its message may hold anything; the name of its class is code. */
function classOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) {
    return typeof error;
  }
  const {constructor} = Object(Object.getPrototypeOf(error)) as object;
  return /^[\w$]{1,64}$/.test(constructor.name) ? constructor.name : 'object';
}

/**
 * Milliseconds since 1970, which as a mere number would be taken for a reading
 * of `performance.now()` if small.
 */
function hrTime(milliseconds: number): HrTime {
  const seconds = Math.floor(milliseconds / 1000);
  return [seconds, Math.round((milliseconds - seconds * 1000) * 1e6)];
}
