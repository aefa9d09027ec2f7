import {test} from 'node:test';

import {
  storageConformance,
  type KlarnaStorage,
} from '../../../src/server/index.js';

/** Runs the suite on a storage, opened twice as two processes do. */
export function conforms(
  open: () => KlarnaStorage,
  another: () => KlarnaStorage = open,
  skip: string | false = false,
): void {
  for (const {name, run} of storageConformance(open, {another})) {
    test(name, {skip}, run);
  }
}
