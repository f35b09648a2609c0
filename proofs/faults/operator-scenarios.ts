import type { FaultScenario } from './scenario.ts';
import { oneDatabaseRestored } from './scenarios/f38-one-database-restored.ts';
import { startedTwice } from './scenarios/f39-started-twice.ts';
import { servicesWithClocksApart, shopsWithClocksApart } from './scenarios/f40-clocks-apart.ts';
import { brokerRestored } from './scenarios/f41-broker-restored.ts';
import { keysRotated } from './scenarios/f42-keys-rotated.ts';
import { certificateRanOut } from './scenarios/f43-certificate-ran-out.ts';
import { restoredAsWritten } from './scenarios/f44-restored-as-written.ts';

/** What people do wrong, or must do, who run a shop. */
export const operatorScenarios: readonly FaultScenario[] = [
  oneDatabaseRestored,
  startedTwice,
  shopsWithClocksApart,
  servicesWithClocksApart,
  brokerRestored,
  keysRotated,
  certificateRanOut,
  restoredAsWritten,
];
