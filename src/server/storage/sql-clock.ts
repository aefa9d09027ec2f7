import type {Expression, ExpressionBuilder} from 'kysely';

/** Milliseconds since 1970, as many later, within a statement. */
export type SqlClock = <Tables, Table extends keyof Tables>(
  eb: ExpressionBuilder<Tables, Table>,
  later?: number,
) => Expression<number>;

/** Which SQL the database speaks. */
export type SqlDialect = 'postgresql' | 'sqlite';

/** The database's own clock, which is one for all processes. */
export const clocks: Record<SqlDialect, SqlClock> = {
  postgresql: (eb, later = 0) =>
    eb(
      eb.cast<number>(
        eb(
          eb.fn<number>('date_part', [
            eb.val('epoch'),
            // That of the statement's end: a write may have waited for a row.
            eb.fn('clock_timestamp', []),
          ]),
          '*',
          eb.lit(1000),
        ),
        'bigint',
      ),
      '+',
      eb.val(Math.round(later)),
    ),
  sqlite: (eb, later = 0) =>
    eb(
      eb.cast<number>(
        eb(
          eb.parens(
            eb(eb.fn<number>('julianday', [eb.val('now')]), '-', eb.lit(epoch)),
          ),
          '*',
          eb.lit(day),
        ),
        'integer',
      ),
      '+',
      eb.val(Math.round(later)),
    ),
};

/** The Julian day on which 1970 begins. */
const epoch = 2_440_587.5;
const day = 86_400_000;

/** A clock of the caller's, for tests. */
export function givenClock(now: () => number): SqlClock {
  return (eb, later = 0) => eb.val(Math.round(now() + later));
}
