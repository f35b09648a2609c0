import { crashLoop } from './scenarios/f02-crash-loop.ts';
import type { FaultScenario } from './scenario.ts';

/** All scenarios of the suite, by their number. F01 stands in journeys/crash, enumerated. */
export const scenarios: readonly FaultScenario[] = [crashLoop];
