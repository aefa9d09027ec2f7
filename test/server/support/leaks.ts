import assert from 'node:assert/strict';
import {inspect} from 'node:util';

import {ada} from './cart.js';

/** Everything that was logged, thrown or answered as a problem. */
const texts: string[] = [];
const secrets = new Set<string>();

for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const) {
  const write = console[method].bind(console);
  console[method] = (...values: unknown[]) => {
    texts.push(values.map((value) => inspect(value)).join(' '));
    write(...values);
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

/** Something that must not be among what was seen. */
export function secret(value: string | undefined): void {
  if (value) {
    secrets.add(value);
  }
}

export function assertNoLeaks(): void {
  const address = ada.billing_address;
  for (const value of [
    ...secrets,
    address.given_name,
    address.family_name,
    address.email,
    address.phone,
    address.street_address,
    address.city,
  ]) {
    const leak = texts.find((text) => text.includes(value));
    assert.equal(leak, undefined, `${value} has leaked`);
  }
  assert.ok(secrets.size > 0, 'nothing was watched');
}
