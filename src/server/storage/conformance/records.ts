import type {KlarnaNextRecord, KlarnaStorage} from '../storage.js';
import {among, crowd, expect, long, short, until, type Check} from './check.js';

export const recordChecks: Record<string, Check> = {
  'says whether it is durable': async ({storage}) => {
    expect(typeof storage.durable, 'boolean', 'durable');
  },

  'gives back the record that was written, in any letters and length': async ({
    storage,
    other,
    key,
  }) => {
    expect(await storage.read(key()), undefined, 'read of no record');
    const values = [
      '',
      'å ☃ 𝄞 \' " \\ % _ $1 ? {} \n\r\t',
      'x'.repeat(200_000),
    ];
    for (const [index, value] of values.entries()) {
      const name = key(`${index} å☃'"{}`);
      const record = {value, tag: '1'};
      const next = {...record, ttl: long};
      expect(await storage.write(name, undefined, next), true, 'a write');
      expect(await storage.read(name), record, 'the record');
      expect(await other.read(name), record, 'the record, for another');
    }
  },

  'writes only over what was expected': async ({storage, other, key}) => {
    const write = (
      at: KlarnaStorage,
      expected: string | undefined,
      tag: string,
    ) => at.write(key(), expected, {value: tag, tag, ttl: long});
    expect(await write(storage, '1', 'a'), false, 'no record, but a tag');
    expect(await write(storage, undefined, 'b'), true, 'no record');
    expect(await write(other, undefined, 'c'), false, 'a record there is');
    expect(await write(other, 'a', 'd'), false, 'another tag');
    expect(await write(other, 'b', 'e'), true, 'the tag');
    expect(await write(storage, 'b', 'f'), false, 'the tag of before');
    expect(await storage.read(key()), {value: 'e', tag: 'e'}, 'the record');
  },

  'removes only what was expected': async ({storage, other, key}) => {
    const remove = (at: KlarnaStorage, expected?: string) =>
      at.write(key(), expected, undefined);
    expect(await remove(storage, '1'), false, 'no record, but a tag');
    expect(await remove(storage), true, 'no record');
    const first = {value: 'x', tag: '1', ttl: long};
    expect(await storage.write(key(), undefined, first), true, 'a write');
    expect(await remove(other), false, 'a record there is');
    expect(await remove(other, '2'), false, 'another tag');
    expect(await remove(other, '1'), true, 'the tag');
    expect(await storage.read(key()), undefined, 'the record');
    const next = {value: 'y', tag: '2', ttl: long};
    expect(await storage.write(key(), undefined, next), true, 'written anew');
  },

  'lets one of many have a write': async (handles) => {
    const {other, key} = handles;
    for (const expected of [undefined, 'first']) {
      const name = key();
      const written = await Promise.all(
        among(handles).map((at, index) => {
          const tag = expected === undefined ? 'first' : `${index}`;
          const next = {value: `${index}`, tag, ttl: long};
          return at.write(name, expected, next);
        }),
      );
      expect(written.filter(Boolean).length, 1, 'writes that were done');
      const winner = `${written.indexOf(true)}`;
      expect((await other.read(name))?.value, winner, 'the value');
    }
  },

  'loses no write of many that take turns': async (handles) => {
    const {storage, key} = handles;
    const increment = async (at: KlarnaStorage) => {
      for (;;) {
        const record = await at.read(key());
        const value = `${Number(record?.value ?? 0) + 1}`;
        const next = {value, tag: crypto.randomUUID(), ttl: long};
        if (await at.write(key(), record?.tag, next)) {
          return;
        }
      }
    };
    await Promise.all(among(handles).map(increment));
    expect((await storage.read(key()))?.value, `${crowd}`, 'the count');
  },

  'forgets a record when its time is over, and takes a new one': async ({
    storage,
    other,
    key,
  }) => {
    const write = (name: string, ttl: number, expected?: string) =>
      storage.write(name, expected, {value: 'x', tag: `${ttl}`, ttl});
    await write(key('kept'), long);
    await write(key('shortened'), long);
    await write(key('shortened'), short, `${long}`);

    const name = key('gone');
    await write(name, short);
    await until(async () => (await other.read(name)) === undefined, {
      what: 'a record whose ttl is over is still there',
    });
    expect(await write(name, long, `${short}`), false, 'its tag');
    expect(await write(name, long), true, 'written anew');
    await until(async () => !(await other.read(key('shortened'))), {
      what: 'a record whose ttl was shortened is still there',
    });
    for (const left of ['gone', 'kept']) {
      const {value} = (await other.read(key(left))) ?? {};
      expect(value, 'x', `the record ${left}`);
    }
  },

  'gives a record the ttl of its newest write, or none': async ({
    storage,
    key,
  }) => {
    const [longer, without, witness] = [key('longer'), key('-'), key('w')];
    for (const name of [longer, without, witness]) {
      const ttl = name === witness ? 3 * short : 2 * short;
      const first = {value: 'x', tag: '1', ttl};
      expect(await storage.write(name, undefined, first), true, 'a write');
    }
    await overwrite(storage, longer, {value: 'y', tag: '2', ttl: long});
    await overwrite(storage, without, {value: 'y', tag: '2'});
    await until(async () => (await storage.read(witness)) === undefined, {
      what: 'a record whose ttl is over is still there',
    });
    const record = {value: 'y', tag: '2'};
    expect(await storage.read(longer), record, 'the record with more time');
    expect(await storage.read(without), record, 'the record without an end');
    expect(await storage.write(without, '2', undefined), true, 'a removal');
  },
};

/** On a slow machine the record may be gone by then. */
async function overwrite(
  storage: KlarnaStorage,
  key: string,
  next: KlarnaNextRecord,
): Promise<void> {
  if (!(await storage.write(key, '1', next))) {
    expect(await storage.write(key, undefined, next), true, 'written anew');
  }
}
