import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {SpanKind, SpanStatusCode} from '@opentelemetry/api';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
  type DataPoint,
  type Histogram,
} from '@opentelemetry/sdk-metrics';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';

import type {KlarnaMerchantEvent} from '../../src/server/events.js';
import {otelEvents} from '../../src/server/opentelemetry.js';
import {ada} from './support/cart.js';
import {openShop} from './support/shop.js';

const time = 1_700_000_000_500;

/** OpenTelemetry's own SDK, which keeps what it would send. */
function openTelemetry() {
  const spans = new InMemorySpanExporter();
  const tracing = new BasicTracerProvider({
    spanProcessors: [new SimpleSpanProcessor(spans)],
  });
  const numbers = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const metering = new MeterProvider({
    readers: [
      new PeriodicExportingMetricReader({
        exporter: numbers,
        exportIntervalMillis: 3_600_000,
      }),
    ],
  });
  return {
    listener: otelEvents({
      tracer: tracing.getTracer('test'),
      meter: metering.getMeter('test'),
    }),
    spans: () => spans.getFinishedSpans(),
    metrics: async () => {
      await metering.forceFlush();
      const [exported] = numbers.getMetrics();
      await metering.shutdown();
      return new Map(
        exported?.scopeMetrics
          .flatMap(({metrics}) => metrics)
          .map(({descriptor, dataPoints}) => [
            descriptor.name,
            {
              unit: descriptor.unit,
              points: dataPoints as DataPoint<number | Histogram>[],
            },
          ]),
      );
    },
  };
}

const call: KlarnaMerchantEvent = {
  type: 'klarna-place-order',
  time,
  outcome: 'refused',
  duration: 250,
  attempt: 2,
  status: 403,
  account: 'K123456',
  region: 'eu',
  errorCode: 'REJECTED',
  fields: ['billing_address.phone'],
  correlationId: 'correlation-1',
  sessionId: 'session-1',
};

describe('an event', () => {
  test('is a span as long as what it tells of', () => {
    const {listener, spans} = openTelemetry();
    listener(call);
    const [span] = spans();
    assert.equal(spans().length, 1);
    assert.equal(span!.name, 'klarna-place-order');
    assert.equal(span!.kind, SpanKind.CLIENT);
    assert.deepEqual(span!.startTime, [1_700_000_000, 250_000_000]);
    assert.deepEqual(span!.endTime, [1_700_000_000, 500_000_000]);
    assert.deepEqual(span!.attributes, {
      'klarna.event': 'klarna-place-order',
      'klarna.outcome': 'refused',
      'klarna.region': 'eu',
      'http.response.status_code': 403,
      'klarna.attempt': 2,
      'klarna.account': 'K123456',
      'klarna.error_code': 'REJECTED',
      'klarna.fields': ['billing_address.phone'],
      'klarna.correlation_id': 'correlation-1',
      'klarna.session_id': 'session-1',
    });
  });

  test('at whatever time of the option now is a span of that time', () => {
    const {listener, spans} = openTelemetry();
    listener({...call, time: 1000});
    assert.deepEqual(spans()[0]!.startTime, [0, 750_000_000]);
    assert.deepEqual(spans()[0]!.endTime, [1, 0]);
  });

  test('is counted, and its time measured, without ids among the labels', async () => {
    const {listener, metrics} = openTelemetry();
    listener(call);
    listener({...call, duration: 750, sessionId: 'session-2'});
    const all = await metrics();
    assert.deepEqual([...all.keys()], ['klarna.events', 'klarna.duration']);
    const [count, ...more] = all.get('klarna.events')!.points;
    assert.equal(more.length, 0);
    assert.equal(count!.value, 2);
    const labels = {
      'klarna.event': 'klarna-place-order',
      'klarna.outcome': 'refused',
      'klarna.region': 'eu',
      'http.response.status_code': 403,
    };
    assert.deepEqual(count!.attributes, labels);
    const {unit, points} = all.get('klarna.duration')!;
    assert.equal(unit, 's');
    assert.deepEqual(points[0]!.attributes, labels);
    assert.equal((points[0]!.value as Histogram).sum, 1);
  });

  for (const [what, error, expected] of [
    ['an error', new RangeError('ada@example.com'), 'RangeError'],
    [
      'an error of the shop',
      new (class DatabaseError extends Error {})('secret'),
      'DatabaseError',
    ],
    ['one that calls itself something', named('ada@example.com'), 'Error'],
    ['a text', 'ada@example.com', 'string'],
    ['nothing', undefined, 'undefined'],
    ['an object of no class', Object.create(null), 'Object'],
    [
      'an object of a made-up class',
      Object.create({constructor: {name: 'ada@example.com'}}),
      'object',
    ],
  ] as const) {
    test(`with ${what} that the shop threw tells its class and no more`, () => {
      const {listener, spans} = openTelemetry();
      listener({type: 'placed', time, outcome: 'failed', orderId: 'o', error});
      const [span] = spans();
      assert.equal(span!.attributes['error.type'], expected);
      assert.deepEqual(span!.status, {code: SpanStatusCode.ERROR});
      assert.deepEqual(span!.events, []);
      assert.doesNotMatch(JSON.stringify(span!.attributes), /example|secret/);
    });
  }

  test('fails the span where an operator should look, not where a shopper should', () => {
    const {listener, spans} = openTelemetry();
    const request = {
      type: 'request',
      time,
      route: 'order',
      duration: 1,
    } as const;
    listener({...request, outcome: 'ok', status: 200});
    listener({...request, outcome: 'problem', status: 409, code: 'declined'});
    listener({
      ...request,
      outcome: 'problem',
      status: 502,
      code: 'klarna-failed',
    });
    listener({type: 'order', time, outcome: 'uncertain'});
    assert.deepEqual(
      spans().map(({name, status}) => [name, status.code]),
      [
        ['klarna order', SpanStatusCode.UNSET],
        ['klarna order', SpanStatusCode.UNSET],
        ['klarna order', SpanStatusCode.ERROR],
        ['klarna order', SpanStatusCode.ERROR],
      ],
    );
  });

  test('needs no provider', () => {
    otelEvents()(call);
  });
});

test('a purchase is told of in full, and of the shopper nothing', async () => {
  const telemetry = openTelemetry();
  const shop = openShop({onEvent: telemetry.listener});
  const {token, clientToken} = await shop.authorize('visitor-4711');
  await shop.post(
    'order',
    {authorization_token: token, customer_details: ada},
    'visitor-4711',
  );
  const spans = telemetry.spans();
  const names = spans.map(({name}) => name);
  for (const name of [
    'klarna session',
    'klarna order',
    'klarna-create-session',
    'klarna-place-order',
  ]) {
    assert.ok(names.includes(name), `${name} in ${names.join()}`);
  }
  const orderId = shop.placed[0]!.orderId;
  assert.ok(
    spans.some(({attributes}) => attributes['klarna.order_id'] === orderId),
  );
  const numbers = await telemetry.metrics();
  const told = JSON.stringify([
    spans.map(({name, attributes, status, events, links}) => [
      name,
      attributes,
      status,
      events,
      links,
    ]),
    [...numbers],
  ]);
  for (const secret of [
    'visitor-4711',
    token,
    clientToken,
    ...Object.values(ada.billing_address).filter((value) => value.length > 4),
    'Hammock',
    'https:',
  ]) {
    assert.ok(!told.includes(secret), secret);
  }
  assert.doesNotMatch(JSON.stringify([...numbers]), new RegExp(orderId));
});

function named(name: string): Error {
  return Object.assign(new Error('secret'), {name});
}
