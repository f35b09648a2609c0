import { EmbeddedFaultShop } from './embedded-fault-shop.ts';
import type { OpenFaultShop } from './run-scenario.ts';
import type { FaultMode } from './scenario.ts';

/** Modes that can be run here, and how a shop is opened in each. */
export const openFaultShop: Partial<Record<FaultMode, OpenFaultShop>> = {
  embedded: (needs, random) => EmbeddedFaultShop.open(needs, random),
};
