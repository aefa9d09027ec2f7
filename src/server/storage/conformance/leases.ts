import {among, expect, long, short, until, type Check} from './check.js';

export const leaseChecks: Record<string, Check> = {
  'lets one of many have a lease': async (handles) => {
    const {key} = handles;
    const claimed = await Promise.all(
      among(handles).map((at, index) =>
        at.claim(key(), `holder ${index}`, long),
      ),
    );
    expect(claimed.filter(Boolean).length, 1, 'leases that were given');
  },

  'gives a lease to the next when its holder, and only that one, lets go':
    async ({storage, other, key}) => {
      expect(await storage.claim(key(), 'ada', long), true, 'the first');
      await other.release(key(), 'grace');
      expect(await other.claim(key(), 'grace', long), false, 'the second');
      await other.release(key(), 'ada');
      expect(await other.claim(key(), 'grace', long), true, 'after release');
      await storage.release(key('nobody'), 'ada');
    },

  'gives a lease to the next when it has lapsed': async ({
    storage,
    other,
    key,
  }) => {
    await storage.claim(key(), 'ada', short);
    await until(() => other.claim(key(), 'grace', long), {
      what: 'a lease of a holder that died does not lapse',
    });
    await storage.release(key(), 'ada');
    expect(await storage.claim(key(), 'ada', long), false, 'the old holder');
  },

  'renews a lease for who has it': async ({storage, other, key}) => {
    const renewed = key('renewed');
    const witness = key('witness');
    await storage.claim(renewed, 'ada', 2 * short);
    await storage.claim(witness, 'ada', 3 * short);
    expect(await storage.claim(renewed, 'ada', long), true, 'the renewal');
    await until(() => other.claim(witness, 'grace', long), {
      what: 'a lease of a holder that died does not lapse',
    });
    expect(await other.claim(renewed, 'grace', long), false, 'another');
  },

  'keeps leases and records apart': async ({storage, key}) => {
    const record = {value: 'x', tag: '1'};
    const next = {...record, ttl: long};
    await storage.claim(key(), 'ada', long);
    expect(await storage.read(key()), undefined, 'the record of a lease');
    expect(await storage.write(key(), undefined, next), true, 'a write');
    await storage.release(key(), 'ada');
    expect(await storage.read(key()), record, 'the record');
    expect(await storage.claim(key(), 'grace', long), true, 'a claim');
    await storage.write(key(), '1', undefined);
    expect(await storage.claim(key(), 'ada', long), false, 'another claim');
  },
};
