import {mkdirSync} from 'node:fs';
import {join} from 'node:path';
import Database from 'libsql';
import type {KlarnaPlaceOrder} from '../../src/wire/rest-types.js';
import type {Visitor} from './visitor.js';

/** An order that the shop has taken over. */
export interface PlacedOrder {
  orderId: string;
  order: KlarnaPlaceOrder;
  /** What was paid for. */
  of: 'bag' | 'gift';
}

/** One of the orders, for whoever is behind the counter. */
export interface OrderEntry extends PlacedOrder {
  /** Milliseconds since 1970. */
  at: number;
}

const tables = `
  create table if not exists visitors (
    id text primary key,
    data text not null
  );
  create table if not exists orders (
    id text primary key,
    of text not null,
    visitor text not null,
    body text not null,
    at integer not null
  );`;

/** Milliseconds that a second `npm start` waits for the first. */
const timeout = 5000;

/**
 * The shop's own records, in an SQLite file: its user sessions and its orders.
 * They outlive the process, as those of a real shop do.
 */
export class ShopDatabase {
  /** Where the kit's own storages are, beside the shop's. */
  readonly folder: string;
  readonly #database: Database.Database;

  /** @param folder Made if it is missing. */
  constructor(folder: string) {
    mkdirSync(folder, {recursive: true, mode: 0o700});
    this.folder = folder;
    this.#database = new Database(join(folder, 'shop.sqlite'), {timeout});
    this.#database.exec(
      'pragma journal_mode = wal; pragma synchronous = full;',
    );
    this.#write(() => this.#database.exec(tables));
  }

  visitor(id: string): Visitor | undefined {
    const [row] = this.#rows<{data: string}>(
      'select data from visitors where id = ?',
      [id],
    );
    return row && visitorFrom(row.data);
  }

  save(visitor: Visitor): void {
    this.#write(() => this.#save(visitor));
  }

  /**
   * Takes over an order and what it means for the visitor, both or neither.
   * The id is unique, so telling it again changes no more than what is known.
   *
   * @param change Called if the order is new.
   */
  recordOrder(
    {orderId, order, of}: PlacedOrder,
    visitor: string,
    change: () => Visitor | undefined,
  ): void {
    this.#write(() => {
      const known = this.#rows('select id from orders where id = ?', [orderId]);
      this.#database
        .prepare(
          `insert into orders (id, of, visitor, body, at) values (?, ?, ?, ?, ?)
           on conflict (id) do update set body = excluded.body`,
        )
        .run([orderId, of, visitor, JSON.stringify(order), Date.now()]);
      const changed = known.length === 0 ? change() : undefined;
      if (changed) this.#save(changed);
    });
  }

  order(id: string): PlacedOrder | undefined {
    return this.#orders('where id = ?', [id])[0];
  }

  /** The newest orders. */
  newestOrders(count: number): OrderEntry[] {
    return this.#orders('order by at desc limit ?', [count]);
  }

  close(): void {
    this.#database.close();
  }

  #orders(which: string, parameters: unknown[]): OrderEntry[] {
    return this.#rows<{
      id: string;
      of: 'bag' | 'gift';
      body: string;
      at: number;
    }>(`select id, of, body, at from orders ${which}`, parameters).map(
      ({id, of, body, at}) => ({
        orderId: id,
        of,
        order: JSON.parse(body) as KlarnaPlaceOrder,
        at,
      }),
    );
  }

  #save(visitor: Visitor): void {
    this.#database
      .prepare(
        `insert into visitors (id, data) values (?, ?)
         on conflict (id) do update set data = excluded.data`,
      )
      .run([visitor.id, JSON.stringify({...visitor, bag: [...visitor.bag]})]);
  }

  #rows<Row>(sql: string, parameters: unknown[]): Row[] {
    return this.#database.prepare(sql).all(parameters) as Row[];
  }

  /** All or nothing; the lock is taken first. */
  #write(work: () => void): void {
    this.#database.exec('begin immediate');
    try {
      work();
      this.#database.exec('commit');
    } catch (error) {
      this.#database.exec('rollback');
      throw error;
    }
  }
}

function visitorFrom(text: string): Visitor {
  const visitor = JSON.parse(text) as Omit<Visitor, 'bag'> & {
    bag: [string, number][];
  };
  return {...visitor, bag: new Map(visitor.bag)};
}
