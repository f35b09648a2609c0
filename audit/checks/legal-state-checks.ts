import { topology } from '#platform/topology.ts';
import { quotedSchema, type Broken, type Check } from '../world/check.ts';
import { stateMachines, type KeptStates } from '../world/state-machines.ts';
import type { World } from '../world/world.ts';

/** I13, read from the tables of states that the services run on. */
export const legalStateChecks: readonly Check[] = [
  {
    invariant: 'I13',
    says: 'everything is in a state that its table knows',
    run: (world) => lookAtEach(world, stateMachines, unknownStates),
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
