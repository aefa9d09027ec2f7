import fc from 'fast-check';

/** What a process is asked to do. */
export type Deed =
  | 'browser'
  | 'bare browser'
  | 'callback'
  | 'visit'
  | 'changed visit'
  | 'recover';

/**
 * What happens besides, once; `order refused` each time, for Klarna does not
 * change its mind.
 */
export type Trouble =
  | 'answer lost'
  | 'placed fails'
  | 'order refused'
  | 'write fails'
  | 'write unanswered'
  | 'read fails'
  | 'none';

/** Two holders, what they do, and what goes wrong. */
export interface Scene {
  deeds: readonly [Deed, Deed];
  more: readonly Deed[];
  trouble: Trouble;
  /** The call of the storage that it happens to, if it is one of those. */
  troubled: number;
  /** Milliseconds that pass at some moments: leases lapse meanwhile. */
  sleeps: readonly number[];
  /** The step after which the first process does nothing any more. */
  death: number | undefined;
  /** What the kit spreads its pauses by. */
  chance: number;
  scheduler: fc.Scheduler;
}

const deeds = fc.constantFrom<Deed>(
  'browser',
  'browser',
  'bare browser',
  'callback',
  'callback',
  'visit',
  'changed visit',
  'recover',
);

export const scenes: fc.Arbitrary<Scene> = fc.record({
  deeds: fc.tuple(
    fc.constantFrom<Deed>('browser', 'callback', 'bare browser'),
    deeds,
  ),
  more: fc.array(deeds, {maxLength: 1}),
  trouble: fc.constantFrom<Trouble>(
    'none',
    'none',
    'answer lost',
    'placed fails',
    'order refused',
    'write fails',
    'write unanswered',
    'read fails',
  ),
  troubled: fc.integer({min: 0, max: 20}),
  sleeps: fc.array(fc.constantFrom(5_000, 17_000, 25_000), {maxLength: 2}),
  death: fc.option(fc.integer({min: 0, max: 25}), {nil: undefined}),
  chance: fc.integer({min: 0, max: 0xffffffff}),
  scheduler: fc.scheduler(),
});
