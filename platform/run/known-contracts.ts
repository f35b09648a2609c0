import type { Contract } from '#kernel/contract.ts';
import {
  eventRoutes,
  hintKindsOf,
  versionOfEvent,
  type EventType,
  type ServiceName,
} from '../topology.ts';

type Contracts = Readonly<Record<string, Contract>>;

/** Made once for contracts that services have in common. */
export function storedByContracts(
  tolerated: (contract: Contract) => Contract,
  knownBy: (service: ServiceName) => Contracts,
): (service: ServiceName) => Contracts {
  const made = new Map<Contracts, Contracts>();
  return (service) => {
    const known = knownBy(service);
    const already = made.get(known);
    if (already) return already;
    const read = Object.fromEntries(
      Object.entries(known).map(([name, contract]) => [name, tolerated(contract)]),
    );
    made.set(known, read);
    return read;
  };
}

export function producesEvents(name: ServiceName): boolean {
  return Object.values(eventRoutes).some(({ producer }) => producer === name);
}

/** An event is told with the version that the topology names; its contract must say the same. */
export function checkVersions(name: ServiceName, contract: Contract | undefined): void {
  for (const [type, { version }] of Object.entries(contract?.events ?? {})) {
    if (type in eventRoutes && versionOfEvent(type as EventType) !== version)
      throw new Error(`${name} promises ${type} in version ${version}: say so in its event route`);
  }
}

/** A consumer without a reaction, or a reaction to what is not declared, is refused at boot. */
export function checkReactions(name: ServiceName, subscriptions: object): void {
  const declared = Object.entries(eventRoutes)
    .filter(([, { consumers }]) => (consumers as readonly string[]).includes(name))
    .map(([type]) => type);
  for (const type of declared) {
    if (!(type in subscriptions))
      throw new Error(`${name} must hear ${type} but has no reaction to it`);
  }
  for (const type of Object.keys(subscriptions)) {
    if (!declared.includes(type))
      throw new Error(`${name} reacts to ${type}, which the topology does not let it hear`);
  }
}

/** A hint at what the topology does not let it hint at is refused at boot. */
export function checkHints(name: ServiceName, hints: object): void {
  const kinds: readonly string[] = hintKindsOf(name);
  for (const kind of Object.keys(hints)) {
    if (!kinds.includes(kind))
      throw new Error(`${name} hints at ${kind}, which the topology does not let it do`);
  }
}
