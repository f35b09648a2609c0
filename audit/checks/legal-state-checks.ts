import { reachable, type StateMachine } from '#kernel/states.ts';
import { topology, type EventType } from '#platform/topology.ts';
import { quotedSchema, type Broken, type Check } from '../world/check.ts';
import { stateMachines, type KeptStates } from '../world/state-machines.ts';
import type { World } from '../world/world.ts';

/**
 * What a told event says of the state of the thing that it tells of, where it says so. One that may mean
 * several states tells of any of them.
 */
const tellsOf: Readonly<Record<string, Partial<Record<EventType, readonly string[]>>>> = {
  checkout: { 'checkout.completed': ['completed'] },
  payment: {
    'payment.authorized': ['authorized', 'captured'],
    'payment.failed': ['failed', 'voiding', 'voided'],
  },
  fulfillment: {
    'fulfillment.shipped': ['shipped'],
    'fulfillment.held': ['on_hold'],
    'fulfillment.cancelled': ['cancelled'],
  },
  tracked: {
    'tracking.shipped': ['in_transit'],
    'tracking.out_for_delivery': ['out_for_delivery'],
    'tracking.delivered': ['delivered'],
    'tracking.exception': ['exception'],
  },
};

/** I13, read from the tables of states that the services run on. */
export const legalStateChecks: readonly Check[] = [
  {
    invariant: 'I13',
    says: 'everything is in a state that its table knows',
    run: (world) => lookAtEach(world, stateMachines, unknownStates),
  },
  {
    invariant: 'I13',
    says: 'from what was told of a thing moves lead to what was told next, and to what it is',
    run: (world) => {
      const told = stateMachines.filter(({ machine }) => tellsOf[machine.thing]);
      return lookAtEach(world, told, illegalTurns);
    },
  },
];

async function lookAtEach(
  world: World,
  kept: readonly KeptStates[],
  broken: (of: KeptStates) => string,
) {
  const all: Broken[] = [];
  let checked = 0;
  for (const of of kept) {
    const { database } = topology[of.service];
    const [count] = await world.query<{ n: number }>(
      database!,
      `select count(*)::int as n from ${tableOf(of)}`,
    );
    checked += count!.n;
    all.push(...(await world.query<Broken>(database!, broken(of))));
  }
  return { checked, broken: all };
}

function tableOf({ service, machine }: KeptStates): string {
  return `${quotedSchema(service)}.${machine.table}`;
}

function unknownStates(of: KeptStates): string {
  const { thing, key, columns, states } = of.machine;
  return columns
    .map(
      (column) => `
        select ${key}::text as subject, format('%s that is %s', '${thing}', ${column}) as message
        from ${tableOf(of)} where ${column} <> all ('{${states.join(',')}}')`,
    )
    .join(' union all ');
}

/** Both in one statement, so that one moment of the schema is looked at. */
function illegalTurns(of: KeptStates): string {
  const { machine } = of;
  const { thing, key, columns } = machine;
  const events = Object.entries(tellsOf[thing]!);
  const told = events.map(([type, states]) => `('${type}', '{${states.join(',')}}'::text[])`);
  const turns = legalTurns(machine).map(([before, after]) => `('${before}', '${after}')`);
  return `
    with legal (before, after) as (values ${turns.join(', ')}),
    told as (
      select o.aggregate_id, event.states, o.aggregate_version as version,
        lag(event.states) over one as before, lead(o.id) over one is null as is_last
      from ${quotedSchema(of.service)}.outbox o
      join (values ${told.join(', ')}) event (type, states) using (type)
      window one as (partition by o.aggregate_id order by o.aggregate_version, o.occurred_at))
    select aggregate_id as subject,
      format('${thing} that was told to be %s after %s', array_to_string(states, ' or '),
             array_to_string(before, ' or ')) as message
    from told where before is not null and not exists (
      select from legal where legal.before = any(told.before) and legal.after = any(told.states))
    union all
    select aggregate_id, format('${thing} that is %s, and was told to be %s', t.${columns[0]},
                                array_to_string(told.states, ' or '))
    from told join ${tableOf(of)} t on t.${key}::text = told.aggregate_id
    where is_last and not exists (
      select from legal where legal.before = any(told.states) and legal.after = t.${columns[0]})`;
}

/** From each state to itself and to all that moves lead to from there, over others too. */
function legalTurns({ states, moves }: StateMachine): [string, string][] {
  return states.flatMap((state) =>
    [...reachable(moves, [state])].map((after): [string, string] => [state, after]),
  );
}
