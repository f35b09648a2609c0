import { reachable, type StateMachine } from '#kernel/states.ts';
import { topology, type EventType } from '#platform/topology.ts';
import { lookAtEach, quotedSchema, type Check, type Finding } from '../world/check.ts';
import { stateMachines, type StoredStates } from '../world/state-machines.ts';
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

/**
 * To these states nothing comes without telling so, whoever asked for it. A caller that waits for its
 * answer is told of the others by that alone.
 */
const neverSilently: Readonly<Record<string, readonly string[]>> = {
  checkout: ['completed'],
  fulfillment: ['shipped'],
  tracked: ['in_transit', 'out_for_delivery', 'delivered', 'exception'],
};

/** I13, read from the tables of states that the services run on. */
export const legalStateChecks = legalStatesOf(stateMachines);

export function legalStatesOf(stored: readonly StoredStates[]): readonly Check[] {
  const reported = stored.filter(({ machine }) => tellsOf[machine.thing]);
  const loud = stored.filter(({ machine }) => neverSilently[machine.thing]);
  return [
    {
      invariant: 'I13',
      says: 'everything is in a state that its table knows',
      run: (world) => lookAtTables(world, stored, unknownStates),
    },
    {
      invariant: 'I13',
      says: 'from what was told of a thing moves lead to what was told next, and to what it is',
      run: (world) => lookAtTables(world, reported, illegalTurns),
    },
    {
      invariant: 'I13',
      says: 'a thing comes to no state silently that its listeners are told of',
      run: (world) => lookAtTables(world, loud, silentMoves),
    },
  ];
}

function lookAtTables(
  world: World,
  stored: readonly StoredStates[],
  broken: (of: StoredStates) => string,
): Promise<Finding> {
  const looks = stored.map((of) => ({
    database: topology[of.service].database!,
    counted: tableOf(of),
    broken: broken(of),
  }));
  return lookAtEach(world, looks);
}

function tableOf({ service, machine }: StoredStates): string {
  return `${quotedSchema(service)}.${machine.table}`;
}

function unknownStates(of: StoredStates): string {
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
function illegalTurns(of: StoredStates): string {
  const { machine } = of;
  const { thing, key, columns } = machine;
  const events = Object.entries(tellsOf[thing]!);
  const reported = events.map(([type, states]) => `('${type}', '{${states.join(',')}}'::text[])`);
  const turns = legalTurns(machine).map(([before, after]) => `('${before}', '${after}')`);
  return `
    with legal (before, after) as (values ${turns.join(', ')}),
    told as (
      select o.aggregate_id, event.states, o.aggregate_version as version,
        lag(event.states) over one as before, lead(o.id) over one is null as is_last
      from ${quotedSchema(of.service)}.outbox o
      join (values ${reported.join(', ')}) event (type, states) using (type)
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

/** Of what was told something of, the last that was told is what it is; what served its time is told no more. */
function silentMoves(of: StoredStates): string {
  const { thing, key, columns } = of.machine;
  const reported = Object.entries(tellsOf[thing]!).map(
    ([type, states]) => `('${type}', '{${states.join(',')}}'::text[])`,
  );
  return `
    with told as (
      select distinct on (o.aggregate_id) o.aggregate_id, event.states
      from ${quotedSchema(of.service)}.outbox o
      join (values ${reported.join(', ')}) event (type, states) using (type)
      order by o.aggregate_id, o.aggregate_version desc, o.occurred_at desc)
    select told.aggregate_id as subject,
      format('${thing} that is %s, and the last that was told of it is %s', t.${columns[0]},
             array_to_string(told.states, ' or ')) as message
    from told join ${tableOf(of)} t on t.${key}::text = told.aggregate_id
    where t.${columns[0]} = any('{${neverSilently[thing]!.join(',')}}')
      and t.${columns[0]} <> all(told.states)`;
}

/** From each state to itself and to all that moves lead to from there, over others too. */
function legalTurns({ states, moves }: StateMachine): [string, string][] {
  return states.flatMap((state) =>
    [...reachable(moves, [state])].map((after): [string, string] => [state, after]),
  );
}
