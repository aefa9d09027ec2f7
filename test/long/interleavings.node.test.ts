import {test} from 'node:test';

import {runScenes} from '../server/visits/interleavings.js';

test('10,000 interleavings of two holders end in one order, told once, or in none and an event', async () => {
  await runScenes(10_000);
});
