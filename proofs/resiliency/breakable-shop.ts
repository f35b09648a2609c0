import type { SandboxBook } from '#external/sandbox/book/sandbox-book.ts';
import { externalSystemNames, externalSystems } from '#external/systems.ts';
import { serviceNames, type ExternalSystemName, type ServiceName } from '#platform/topology.ts';
import type { Journal } from '#journeys/people/journal.ts';
import type { Shopper } from '#journeys/people/shopper.ts';
import type { Staff } from '#journeys/people/staff.ts';

export type Dependency = ExternalSystemName | Exclude<ServiceName, 'api-gateway'> | 'NATS';

export const dependencies: readonly Dependency[] = [
  ...externalSystemNames,
  ...serviceNames.filter((name) => name !== 'api-gateway'),
  'NATS',
];

/** A shop of which one thing at a time can be taken away. */
export interface BreakableShop {
  readonly url: string;
  readonly staff: Staff;
  readonly journal: Journal;
  readonly book: SandboxBook;
  guest(): Promise<Shopper>;
  /** Whether it has this dependency at all: a shop in one process has no broker. */
  has(dependency: Dependency): boolean;
  takeAway(dependency: Dependency): Promise<void>;
  /** Gives back what was taken away; what waits for it may go on. */
  giveBack(dependency: Dependency): Promise<void>;
}

export function isExternal(dependency: Dependency): dependency is ExternalSystemName {
  return dependency in externalSystems;
}

/** From now on it cuts every connection. */
export async function silence(book: SandboxBook, system: ExternalSystemName): Promise<void> {
  await book.control('faults', { system: externalSystems[system].short, kind: 'reset' });
}
