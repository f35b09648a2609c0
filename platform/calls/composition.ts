import type { Contract } from '#kernel/contract.ts';
import type { ServiceName } from '../topology.ts';
import type { ServiceDeclaration } from './service.ts';

/** All contracts and all services; `app/compose.ts` is the one place that names them. */
export interface Composition {
  readonly contracts: Readonly<Record<string, Contract>>;
  readonly services: readonly ServiceDeclaration[];
  /** The contracts as a service knows them, where those of several versions run together. */
  readonly knownBy?: (service: ServiceName) => Readonly<Record<string, Contract>>;
  /** Draws the demo store's pictures, by the product's handle. */
  readonly demoPicture?: (handle: string) => string | undefined;
}
