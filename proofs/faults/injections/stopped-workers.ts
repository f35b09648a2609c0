import { setTimeout as sleep } from 'node:timers/promises';
import type { ScenarioContext } from '../scenario.ts';

/** Longer than any story is left to whoever is at work on it. */
export const pastAnyLeaseMs = 65_000;
/** The zombie's next step comes at once, its retries a little later. */
export const zombieWritesMs = 1_500;
const stopLimitMs = 180_000;

/** Where a step is taken. Embedded the whole shop; split the replicas of whose step it is. */
export function workersAt({ shop }: ScenarioContext, place: string): string[] {
  if (shop.mode === 'embedded') return [...shop.processes];
  const service = /^\w+:([\w-]+)[>.]/.exec(place)![1]!;
  return [service, `${service}-2`];
}

/** The worker that came to a place armed with `stop` and stands still there. */
export async function stoppedOf(
  { shop }: ScenarioContext,
  workers: readonly string[],
  place: string,
): Promise<string> {
  for (const endMs = performance.now() + stopLimitMs; performance.now() < endMs;) {
    for (const worker of workers) {
      if (!(await shop.isStopped(worker))) continue;
      shop.pause(worker);
      return worker;
    }
    await sleep(20);
  }
  throw new Error(`${place} was not reached within ${stopLimitMs} ms`);
}

/** Embedded, the one that stands still is the gateway as well: then another is asked. */
export function gatewayBeside(
  { shop }: ScenarioContext,
  workers: readonly string[],
  zombie: string,
) {
  if (shop.mode === 'split') return shop.url;
  return shop.urlOf(workers.find((worker) => worker !== zombie)!);
}
