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
  return { invariant, says, run: (world) => lookAtEach(world, [{ database, counted, broken }]) };
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
    run: (world) =>
      lookAtEach(
        world,
        statefulServices.map((service) => ({
          database: topology[service].database!,
          counted: counted(quotedSchema(service)),
          broken: broken(quotedSchema(service), service),
        })),
      ),
  };
}

export const statefulServices = serviceNames.filter((name) => topology[name].database !== null);

export function quotedSchema(service: ServiceName): string {
  return `"${schemaOf(service)}"`;
}

/** Something in one database: `counted` and `broken` as of `sqlCheck`. */
export interface Look {
  readonly database: DatabaseName;
  readonly counted: string;
  readonly broken: string;
}

/**
 * All looks into a database are one statement, for it is the way to the server and back that takes
 * the time. The limits are of a statement: where all at once reach one, each is taken by itself.
 */
export async function lookAtEach(world: World, looks: readonly Look[]): Promise<Finding> {
  const findings: Finding[] = [];
  for (const [database, within] of Map.groupBy(looks, (look) => look.database))
    findings.push(await lookAtOnce(world, database, within));
  return together(findings);
}

function together(findings: readonly Finding[]): Finding {
  const checked = findings.reduce((sum, finding) => sum + finding.checked, 0);
  return { checked, broken: findings.flatMap(({ broken }) => broken) };
}

/** At least one, and where nothing is broken one that says how many were looked at. */
interface FoundRow extends Broken {
  readonly n: number;
  readonly isBroken: true | null;
}

async function lookAtOnce(
  world: World,
  database: DatabaseName,
  looks: readonly Look[],
): Promise<Finding> {
  const counts = looks.map(({ counted }) => `(select count(*) from ${counted})`);
  const found = looks.map(({ broken }) => `(${limited(broken)})`);
  const text = `select counted.n, found.is_broken as "isBroken", found.subject, found.message
    from (select (${counts.join(' + ')})::int as n) counted
    left join (${found.join(' union all ')}) found on true`;
  let rows: FoundRow[];
  try {
    rows = await world.query<FoundRow>(database, text, gracedIn(world, text));
  } catch {
    return oneByOne(world, looks);
  }
  const broken = rows.filter(({ isBroken }) => isBroken);
  return {
    checked: rows[0]!.n,
    broken: broken.map(({ subject, message }) => ({ subject, message })),
  };
}

async function oneByOne(world: World, looks: readonly Look[]): Promise<Finding> {
  const findings: Finding[] = [];
  for (const { database, counted, broken } of looks) {
    const counting = `select count(*)::int as n from ${counted}`;
    const [count] = await world.query<{ n: number }>(database, counting);
    const found = await world.query<Broken>(database, limited(broken), gracedIn(world, broken));
    findings.push({
      checked: count!.n,
      broken: found.map(({ subject, message }) => ({ subject, message })),
    });
  }
  return together(findings);
}

function limited(broken: string): string {
  return `select true as is_broken, subject, message
    from (${broken}) found (subject, message) limit ${brokenMax}`;
}

function gracedIn(world: World, text: string): number[] {
  return text.includes('$1') ? [world.graceSeconds] : [];
}
