import {test} from 'node:test';

import {runScenes} from './interleavings.js';

test('200 interleavings of two holders end in one order, told once, or in none and an event', async () => {
  await runScenes(200);
});
