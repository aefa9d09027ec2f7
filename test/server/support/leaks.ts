import assert from 'node:assert/strict';
import {after} from 'node:test';
import {inspect} from 'node:util';

import {ada} from './cart.js';

/**
 * Whatever is logged, thrown or answered as a problem while the tests of a file
 * run is kept, and searched after the last of them. Nobody has to ask for it:
 * it comes with the shop that the tests open.
 */
const texts: string[] = [];
const events: string[] = [];
const secrets = new Set<string>();
const sessionIds = new Set<string>();

for (const stream of [process.stdout, process.stderr]) {
  const write = stream.write.bind(stream) as (...args: unknown[]) => boolean;
  stream.write = (...args: unknown[]) => {
    // What the test runner tells of the tests is bytes.
    if (typeof args[0] === 'string') {
      texts.push(args[0]);
    }
    return write(...args);
  };
}

/** Something that somebody might log: an error with all it carries, a text. */
export function seen(value: unknown): void {
  texts.push(
    typeof value === 'string'
      ? value
      : inspect(value, {depth: 10, showHidden: true}) + JSON.stringify(value),
  );
}

/** An event; what the shop itself has thrown is the shop's. */
export function told({error, ...event}: {type: string; error?: unknown}): void {
  events.push(JSON.stringify(event));
  if (error !== undefined) {
    seen(error);
  }
}

/** Events may name a session; nothing else may. */
export function sessionId(value: string): void {
  sessionIds.add(value);
}

/** Something that must not be among what was seen. */
export function secret(value: string | undefined): void {
  if (value) {
    secrets.add(value);
  }
}

after(() => {
  const {billing_address: address} = ada;
  // Neither country nor postal code: ids are made of such.
  for (const value of [
    ...secrets,
    address.given_name,
    address.family_name,
    address.email,
    address.phone,
    address.street_address,
    address.city,
  ]) {
    assertAbsent(value, [...texts, ...events]);
  }
  for (const value of sessionIds) {
    assertAbsent(value, texts);
  }
  assert.ok(secrets.size > 0, 'nothing was watched');
});

function assertAbsent(value: string, among: readonly string[]): void {
  const leak = among.find((text) => text.includes(value));
  assert.equal(leak, undefined, `${value} has leaked`);
}
