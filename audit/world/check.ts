import {
  schemaOf,
  serviceNames,
  topology,
  type DatabaseName,
  type ServiceName,
} from '#platform/topology.ts';
import type { World } from './world.ts';

/** By code; docs/reliability.md says what each holds. */
export const invariantNames = {
  I1: 'no oversell',
  I2: 'no leaked stock',
  I3: 'no double charge',
  I4: 'no payment without order',
  I5: 'no order without payment',
  I6: 'ledger',
  I7: 'told is durable',
  I8: 'idempotency',
  I9: 'invoice numbers',
  I10: 'events arrive, effects once',
  I11: 'coupons and gift cards',
  I12: 'totals',
  I13: 'legal states',
  I14: 'convergence',
  I15: 'isolation',
} as const;
export const invariants = Object.keys(invariantNames) as readonly Invariant[];
export type Invariant = keyof typeof invariantNames;

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

/** What is not in every installation: an external system's own book, what clients were told. */
export type Source = 'payment-gateway' | 'email' | 'sms' | 'tax-calculation' | 'journal';

/** One sentence that must be true of the whole shop, and how to see whether it is. */
export interface Check {
  readonly invariant: Invariant;
  readonly says: string;
  /** What it reads beside the databases; where one is missing the check is left out, and told of. */
  readonly needs?: readonly Source[];
  run(world: World): Promise<Finding>;
}

/** What is told of one check at most; the first ones say enough. */
const brokenMax = 500;

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
  return { invariant, says, run: (world) => lookIn(world, database, counted, broken) };
}

/**
 * A check inside the schema of every service that keeps state. `counted` and `broken` are given
 * the schema, quoted, and the service.
 */
export function everySchemaCheck(shape: {
  invariant: Invariant;
  says: string;
  counted: (schema: string) => string;
  broken: (schema: string, service: ServiceName) => string;
}): Check {
  const { invariant, says, counted, broken } = shape;
  return {
    invariant,
    says,
    run: async (world) => {
      let checked = 0;
      const all: Broken[] = [];
      for (const service of statefulServices) {
        const schema = quotedSchema(service);
        const { database } = topology[service];
        const found = await lookIn(world, database!, counted(schema), broken(schema, service));
        checked += found.checked;
        all.push(...found.broken);
      }
      return { checked, broken: all };
    },
  };
}

export const statefulServices = serviceNames.filter((name) => topology[name].database !== null);

export function quotedSchema(service: ServiceName): string {
  return `"${schemaOf(service)}"`;
}

async function lookIn(
  world: World,
  database: DatabaseName,
  counted: string,
  broken: string,
): Promise<Finding> {
  const [count] = await world.query<{ n: number }>(
    database,
    `select count(*)::int as n from ${counted}`,
  );
  const graced = broken.includes('$1') ? [world.graceSeconds] : [];
  const text = `select * from (${broken}) found (subject, message) limit ${brokenMax}`;
  return { checked: count?.n ?? 0, broken: await world.query<Broken>(database, text, graced) };
}
