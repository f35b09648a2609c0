import { operatorScenarios } from './operator-scenarios.ts';
import { providerScenarios } from './provider-scenarios.ts';
import { crashAtEveryStep } from './scenarios/f01-crash-at-every-step.ts';
import { crashLoop } from './scenarios/f02-crash-loop.ts';
import { zombieWorker } from './scenarios/f03-zombie-worker.ts';
import { rollingDeploy } from './scenarios/f04-rolling-deploy.ts';
import { postgresKilled } from './scenarios/f05-postgres-killed.ts';
import { commitOutcomeUnknown } from './scenarios/f06-commit-outcome-unknown.ts';
import { failedTransactions } from './scenarios/f09-failed-transactions.ts';
import { poolExhausted } from './scenarios/f10-pool-exhausted.ts';
import { diskFull } from './scenarios/f11-disk-full.ts';
import { hotRow } from './scenarios/f12-hot-row.ts';
import { clockFaults } from './scenarios/f28-clock-faults.ts';
import { overload } from './scenarios/f30-overload.ts';
import { asleepBeforeItBegan } from './scenarios/f34-asleep-before-it-began.ts';
import { brokerForgets } from './scenarios/f31-broker-forgets.ts';
import { consumerAwayForWeeks } from './scenarios/f32-consumer-away-for-weeks.ts';
import { twoReleases } from './scenarios/f36-two-releases.ts';
import type { FaultScenario } from './scenario.ts';

/** All scenarios of the suite, by their number. */
export const scenarios: readonly FaultScenario[] = [
  crashAtEveryStep,
  crashLoop,
  zombieWorker,
  rollingDeploy,
  postgresKilled,
  commitOutcomeUnknown,
  failedTransactions,
  poolExhausted,
  diskFull,
  hotRow,
  clockFaults,
  overload,
  asleepBeforeItBegan,
  brokerForgets,
  consumerAwayForWeeks,
  twoReleases,
  ...providerScenarios,
  ...operatorScenarios,
];
