import { eventRoutes, serviceNames, topology, type ServiceName } from '#platform/topology.ts';
import type { Version } from './versions.ts';

/**
 * Which release a service is of, phase by phase: whoever calls or hears another is older than it in
 * one phase and newer in another. In the third and the fourth each is of the release that it was not
 * of before, and in the last one it is as at first: so it reads what either of them wrote.
 */
export function sideBySide(): readonly ((service: ServiceName) => Version)[] {
  const numbers = numbered();
  const bits = [0, 1];
  const first = bits.map(
    (bit) => (service: ServiceName) => ((numbers.get(service)! >> bit) & 1) === 1,
  );
  const turned = first.map((isNewer) => (service: ServiceName) => !isNewer(service));
  const phases = [...first, ...turned, first[0]!];
  return phases.map((isNewer) => (service) => (isNewer(service) ? 'newer' : 'older'));
}

/** A number below four for each, another than those of all whom it calls or hears. */
function numbered(): ReadonlyMap<ServiceName, number> {
  const near = new Map(serviceNames.map((name) => [name, new Set<ServiceName>()]));
  const meet = (one: ServiceName, other: ServiceName): void => {
    if (one === other) return;
    near.get(one)!.add(other);
    near.get(other)!.add(one);
  };
  for (const name of serviceNames) for (const callee of topology[name].calls) meet(name, callee);
  for (const { producer, consumers } of Object.values(eventRoutes))
    for (const consumer of consumers) meet(producer, consumer);
  const order = serviceNames.toSorted((a, b) => near.get(b)!.size - near.get(a)!.size);
  const numbers = new Map<ServiceName, number>();
  /** From here on in the order; a number that leaves none for another is taken back. */
  const numberFrom = (index: number): boolean => {
    const name = order[index];
    if (name === undefined) return true;
    const taken = new Set([...near.get(name)!].map((other) => numbers.get(other)));
    for (const number of [0, 1, 2, 3].filter((one) => !taken.has(one))) {
      numbers.set(name, number);
      if (numberFrom(index + 1)) return true;
    }
    numbers.delete(name);
    return false;
  };
  if (!numberFrom(0)) throw new Error('four numbers are too few: take three bits');
  return numbers;
}
