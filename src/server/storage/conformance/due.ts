import {expect, long, short, until, type Check, type Handles} from './check.js';

/** Milliseconds by which a storage may be late, and some for a slow machine. */
const lateness = 90_000;

export const dueChecks: Record<string, Check> = {
  'names what is due, earliest first and as many as are asked for': async (
    handles,
  ) => {
    const {storage, other, key} = handles;
    const {schedule, at} = scheduleOf(handles);
    for (const due of [40, 10, 30, 20]) {
      await schedule(`${due}`, due);
    }
    await schedule('never', undefined);
    await schedule('early', 35);
    const sooner = {value: 'x', tag: '2', ttl: long, due: at(5)};
    expect(await other.write(key('early'), '1', sooner), true, 'a new due');

    const mine = async (time: number) => {
      const found = await other.due(at(time), 100_000);
      return found
        .filter((name) => name.startsWith(key()))
        .map((name) => name.slice(key().length));
    };
    await until(async () => (await mine(30)).length === 4, {
      what: 'a key that is due is left out',
      within: lateness,
    });
    expect(await mine(30), ['early', '10', '20', '30'], 'until 30');
    expect(await mine(20), ['early', '10', '20'], 'until 20');
    expect((await storage.due(at(40), 2)).length, 2, 'keys, of at most 2');
  },

  'leaves nothing out that is due, behind whatever expires, closes or waits':
    async (handles) => {
      const {storage, key} = handles;
      const {schedule, at} = scheduleOf(handles);
      const count = 30;
      for (let index = 0; index < count; index++) {
        await schedule(`expires ${index}`, index, short);
        await schedule(`closes ${index}`, 100 + index);
      }
      await schedule('last', 500);

      // Whoever works through the list takes what is named away, or puts it
      // off. What others have in the storage stays.
      const seen = new Set<string>();
      const round = async () => {
        const others = (await storage.due(at(-1), 100_000)).length;
        for (const name of await storage.due(at(500), others + 3)) {
          const record = await storage.read(name);
          if (name.startsWith(key()) && record) {
            seen.add(name.slice(key().length));
            const later = {value: 'x', tag: '2', ttl: long, due: at(999)};
            const next = seen.size % 2 === 0 ? later : undefined;
            await storage.write(name, record.tag, next);
          }
        }
        return seen.has('last');
      };
      await until(round, {
        what: 'a key that is due is left out',
        within: lateness,
        pause: 0,
      });
      for (let index = 0; index < count; index++) {
        const name = `closes ${index}`;
        expect(seen.has(name), true, `whether ${name} was named`);
      }
    },
};

/** Dues in a time of one's own, long before anything else is due. */
function scheduleOf({storage, key}: Handles) {
  const base = Math.floor(Math.random() * 1e11);
  const at = (due: number) => base + due;
  return {
    at,
    schedule: async (name: string, due: number | undefined, ttl = long) => {
      const next = {value: 'x', tag: '1', ttl};
      const dated = due === undefined ? next : {...next, due: at(due)};
      expect(await storage.write(key(name), undefined, dated), true, name);
    },
  };
}
