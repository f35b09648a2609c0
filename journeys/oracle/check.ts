import type { DatabaseName } from '#platform/topology.ts';
import type { World } from './world.ts';

export const invariants = [
  'I1',
  'I2',
  'I3',
  'I4',
  'I5',
  'I6',
  'I7',
  'I8',
  'I9',
  'I10',
  'I11',
  'I12',
  'I13',
  'I14',
  'I15',
] as const;
export type Invariant = (typeof invariants)[number];

export interface Broken {
  /** What it is about: a SKU, an order, a payment. */
  readonly subject: string;
  readonly message: string;
}

export interface Finding {
  /** How many things were looked at: a check of nothing proves nothing. */
  readonly checked: number;
  readonly broken: readonly Broken[];
}

/** One sentence that must be true of the whole shop, and how to see whether it is. */
export interface Check {
  readonly invariant: Invariant;
  readonly says: string;
  run(world: World): Promise<Finding>;
}

/**
 * A check inside one database. `broken` selects `subject` and `message` of each violation; `$1` in
 * it is the number of seconds that things may be under way.
 */
export function sqlCheck(shape: {
  invariant: Invariant;
  says: string;
  database: DatabaseName;
  counted: string;
  broken: string;
}): Check {
  const { invariant, says, database, counted, broken } = shape;
  return {
    invariant,
    says,
    run: async (world) => {
      const graced = broken.includes('$1') ? [world.graceSeconds] : [];
      const [count] = await world.query<{ n: number }>(
        database,
        `select count(*)::int as n from ${counted}`,
      );
      return {
        checked: count?.n ?? 0,
        broken: await world.query<Broken>(database, broken, graced),
      };
    },
  };
}
