import assert from 'node:assert/strict';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, describe, test} from 'node:test';
import {setTimeout as sleep} from 'node:timers/promises';
import Database from 'libsql';

import {Link} from '../server/support/link.js';
import type {Place} from '../server/support/places.js';
import {startPostgres, withoutPostgres} from '../server/support/postgres.js';
import {startRedis, withoutRedis} from '../server/support/redis.js';
import {Disturbances, type Cuts} from './disturbances.js';
import {Purchases, type Purchase} from './purchases.js';
import {Shop, sides} from './shop.js';

/**
 * Two processes of a shop on one storage, while both are killed, stopped and cut
 * off from it at random: what was authorized is ordered once, and nobody is told
 * otherwise. A tenth of it, with outages a tenth as long, unless KLARNA_LONG is
 * set: 1,000 authorizations a storage, and outages of 5 to 40 seconds.
 */
const share = process.env['KLARNA_LONG'] ? 1 : 0.1;
const count = 1000 * share;
/** Milliseconds over which the shoppers arrive. */
const spread = 240_000 * share;
const outages = {
  shortest: 5000 * share,
  longest: 40_000 * share,
  pause: 20_000 * share,
};
/** Milliseconds of the shop's clock after which nothing is left open. */
const fiveMinutes = 300_000;

interface Ground {
  places: [Place, Place];
  cuts: Cuts;
  stop: () => Promise<void>;
}

const rows: Record<string, Record<string, number>> = {};
after(() => {
  console.table(rows);
});

function survives(
  storage: string,
  prepare: () => Promise<Ground>,
  skip: string | false,
): void {
  describe(`two processes on ${storage}`, () => {
    let ground: Ground | undefined;
    let shop: Shop | undefined;
    after(async () => {
      await shop?.close();
      await ground?.stop();
    });

    test(
      `order each of ${count} authorizations once, through kills, sleep and cut links`,
      {skip},
      async () => {
        ground = await prepare();
        shop = new Shop(ground.places);
        await shop.open();
        const disturbances = new Disturbances(shop, ground.cuts, outages);
        const purchases = new Purchases(shop);
        const disturbed = disturbances.run();
        const arrived = sleep(spread).then(() => disturbances.end());
        await purchases.run(count, spread);
        await Promise.all([arrived, disturbed]);

        const left = await comeToAnEnd(shop);
        const account = accountOf(shop, purchases.done, disturbances);
        rows[storage] = {...account.row, 'left open': left.length};
        assert.deepEqual(account.faults, []);
        assert.deepEqual(left, []);
      },
    );
  });
}

/** Nobody comes back; five minutes later the shop has looked after all. */
async function comeToAnEnd(shop: Shop): Promise<readonly unknown[]> {
  for (let minute = 1; minute <= 5; minute++) {
    await shop.recover(0, (fiveMinutes / 5) * minute);
  }
  // Leases of the dead go by the storage's clock, which nobody has put on.
  for (let second = 0; second < 30; second++) {
    await shop.recover(0, fiveMinutes);
    const left = await shop.pending(1, fiveMinutes);
    if (left.length === 0) return left;
    await sleep(1000);
  }
  return shop.pending(1, fiveMinutes);
}

/** Codes by which somebody is told that nothing was ordered. */
const saysNothingWasOrdered = new Set([
  'cart-changed',
  'authorize-again',
  'declined',
  'no-session',
  'empty-cart',
  'klarna-refused',
]);

/** Events that say why an authorization has not become an order. */
const saysWhyNot =
  /^(?:cart-changed|authorization (?:refused|expired|cancelled)|order (?:declined|refused|uncertain))/;

/** Settles what Klarna, the shop's books and the shoppers say of each. */
function accountOf(
  shop: Shop,
  purchases: readonly Purchase[],
  disturbances: Disturbances,
) {
  const faults: string[] = [];
  const row = {
    authorized: purchases.length,
    ordered: 0,
    'placed once': 0,
    'placed again': 0,
    'with details later': 0,
    refused: 0,
    'never reached': 0,
    killed: disturbances.count('killed'),
    stopped: disturbances.count('stopped'),
    'cut off': disturbances.count('cut'),
  };
  for (const purchase of purchases) {
    const {kind, token, told, sessionId} = purchase;
    const fault = (text: string) => {
      const events = [...(shop.events.get(sessionId) ?? [])].join(', ');
      faults.push(`${kind}: ${text}; told ${JSON.stringify(told)}; ${events}`);
    };
    // A storage that is out of reach is no failure of the shop's.
    if (told.some(({status}) => status === 500)) fault('told 500');
    const ids = [...(shop.ordered.get(token) ?? [])];
    const [orderId] = ids;
    if (ids.length > 1) fault(`${ids.length} orders`);
    if (orderId === undefined) {
      const events = [...(shop.events.get(sessionId) ?? [])];
      if (!purchase.reached) row['never reached']++;
      else if (events.some((event) => saysWhyNot.test(event))) row.refused++;
      else fault('no order, and nothing says why');
      if (told.some((answer) => answer.orderId)) fault('told of no order');
      continue;
    }

    row.ordered++;
    for (const answer of told) {
      if (saysNothingWasOrdered.has(answer.code ?? '')) {
        fault(`told ${answer.code}, though there is an order`);
      }
      if (answer.orderId !== undefined && answer.orderId !== orderId) {
        fault('told of another order');
      }
    }
    const calls = shop.placed.filter((call) => call.orderId === orderId);
    const [first, last] = [calls[0], calls.at(-1)];
    if (!first || !last) {
      fault('the shop has no record');
      continue;
    }
    // Once more with the browser's details, if they came later.
    const later = first.details !== 'browser' && last.details === 'browser';
    const margin = 2000;
    // And once more where a process did not come to note it.
    const isDisturbed = disturbances.between(first.at - margin, last.at) > 0;
    const most = 1 + Number(later) + Number(isDisturbed);
    if (calls.length > most) fault(`placed ${calls.length} times`);
    if (calls.length === 1) row['placed once']++;
    else if (later) row['with details later']++;
    else row['placed again']++;
  }
  return {row, faults};
}

survives(
  'SQLite',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'outages-'));
    const path = join(folder, 'klarna.sqlite');
    const place: Place = {kind: 'sqlite', path};
    // It has no link: its lock is held by somebody else.
    const holders = sides.map(() => new Database(path, {timeout: 60_000}));
    const exec = async (side: number, command: string) => {
      while (holders[side]) {
        try {
          holders[side].exec(command);
          return;
        } catch {
          await sleep(10);
        }
      }
    };
    for (const holder of holders) holder.exec('pragma busy_timeout = 5');
    return {
      places: [place, place],
      cuts: {
        cut: (side) => exec(side, 'begin immediate'),
        mend: (side) => exec(side, 'rollback'),
      },
      stop: async () => {
        for (const holder of holders) holder.close();
        await rm(folder, {recursive: true, force: true});
      },
    };
  },
  false,
);

survives(
  'PostgreSQL',
  async () => {
    const {port, createDatabase, stop} = await startPostgres();
    const config = await createDatabase();
    const links = [await Link.to(port), await Link.to(port)] as const;
    const placeOf = (link: Link): Place => ({
      kind: 'postgres',
      config: {...config, port: link.port},
    });
    return {
      places: [placeOf(links[0]), placeOf(links[1])],
      cuts: {
        cut: (side) => links[side].cut(),
        mend: (side) => links[side].mend(),
      },
      stop: async () => {
        for (const link of links) link.close();
        await stop();
      },
    };
  },
  withoutPostgres,
);

survives(
  'Redis',
  async () => {
    const {port, stop} = await startRedis();
    const links = [await Link.to(port), await Link.to(port)] as const;
    const placeOf = (link: Link): Place => ({
      kind: 'redis',
      url: `redis://127.0.0.1:${link.port}`,
    });
    return {
      places: [placeOf(links[0]), placeOf(links[1])],
      cuts: {
        cut: (side) => links[side].cut(),
        mend: (side) => links[side].mend(),
      },
      stop: async () => {
        for (const link of links) link.close();
        await stop();
      },
    };
  },
  withoutRedis,
);
