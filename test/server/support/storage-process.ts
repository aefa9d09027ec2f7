import {setImmediate} from 'node:timers/promises';

import {openPlace, type Place} from './places.js';

/**
 * One of several processes that count together in one record, by
 * compare-and-write. Says `begin` when it is there, then each number that it
 * has written and that was acknowledged, and ends when told so.
 */
if (process.send) {
  await count(JSON.parse(process.argv[2] ?? '') as Place);
}

async function count(place: Place): Promise<void> {
  const {storage, close} = await openPlace(place);
  let running = true;
  process.on('message', () => {
    running = false;
  });
  process.send?.('begin');
  while (running) {
    try {
      const record = await storage.read('count');
      const value = `${Number(record?.value ?? 0) + 1}`;
      const tag = crypto.randomUUID();
      if (await storage.write('count', record?.tag, {value, tag})) {
        process.send?.(Number(value));
      }
    } catch {
      // Says nothing about whether it was done.
    }
    // SQLite answers at once, and messages are to go in between.
    await setImmediate();
  }
  await close();
  process.disconnect();
}
