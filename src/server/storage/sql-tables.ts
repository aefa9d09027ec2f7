import type {CompiledQuery, Kysely} from 'kysely';

/** One row a record. Times are milliseconds since 1970. */
interface RecordsTable {
  key: string;
  value: string;
  tag: string;
  /** When it is gone; null: never. */
  expires: number | null;
  due: number | null;
}

interface LeasesTable {
  key: string;
  holder: string;
  expires: number;
}

/**
 * The storage's tables. Columns are single words, which no plugin of the shop's
 * Kysely renames.
 */
export interface KlarnaTables {
  klarna_records: RecordsTable;
  klarna_leases: LeasesTable;
}

/** How often several processes that start at once may get in each other's way. */
const tries = 5;

/** The statements that make the tables, for databases where they are missing. */
function statements(db: Kysely<KlarnaTables>) {
  const records = db.schema
    .createTable('klarna_records')
    .ifNotExists()
    .addColumn('key', 'text', (column) => column.primaryKey().notNull())
    .addColumn('value', 'text', (column) => column.notNull())
    .addColumn('tag', 'text', (column) => column.notNull())
    .addColumn('expires', 'bigint')
    .addColumn('due', 'bigint');
  const leases = db.schema
    .createTable('klarna_leases')
    .ifNotExists()
    .addColumn('key', 'text', (column) => column.primaryKey().notNull())
    .addColumn('holder', 'text', (column) => column.notNull())
    .addColumn('expires', 'bigint', (column) => column.notNull());
  const index = (
    table: keyof KlarnaTables,
    column: 'due' | 'expires',
    name = `${table}_${column}`,
  ) =>
    db.schema
      .createIndex(name)
      .ifNotExists()
      .on(table)
      .column(column)
      .where(column, 'is not', null);
  return [
    records,
    index('klarna_records', 'due'),
    index('klarna_records', 'expires'),
    leases,
    index('klarna_leases', 'expires'),
  ];
}

/** The same as texts, for whoever makes the tables otherwise. */
export function ddlOf(db: Kysely<KlarnaTables>): readonly string[] {
  return statements(db).map((statement) => {
    const {sql}: CompiledQuery = statement.compile();
    return sql;
  });
}

/** Sees to it that the tables are there. */
export async function ensureTables(db: Kysely<KlarnaTables>): Promise<void> {
  for (let left = tries; !(await areThere(db)); left--) {
    try {
      for (const statement of statements(db)) {
        await statement.execute();
      }
      return;
    } catch (error) {
      // Who makes a table while another process does is told so by PostgreSQL
      // even with `if not exists`.
      if (left <= 1) {
        throw error;
      }
    }
  }
}

/** Asked first: who may not make tables may still find them. */
async function areThere(db: Kysely<KlarnaTables>): Promise<boolean> {
  try {
    await db.selectFrom('klarna_records').select('key').limit(1).execute();
    await db.selectFrom('klarna_leases').select('key').limit(1).execute();
    return true;
  } catch {
    return false;
  }
}
