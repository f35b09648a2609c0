import type { Settings } from '#platform/ground/settings.ts';

/**
 * A busy machine may take its time: whose test is not about time waits for an answer as long as it
 * takes, so that nobody is sent on to a challenge or told to come again. The fault suite runs without.
 */
export const patientSettings = {
  testClock: true,
  poolWaitMs: 60_000,
  patience: 10,
} as const satisfies Partial<Settings>;
