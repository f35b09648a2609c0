import { setTimeout as sleep } from 'node:timers/promises';
import { storyLeaseSeconds } from '../resting/story-rows.ts';

const pauseMs = 1_000;

/**
 * Writes down what is to become of a story, again and again while its database does not take it,
 * for as long as the story is left to this process. Given up earlier, it would lie still until then.
 * @throws the last failure when the time is over
 */
export async function whileLeased<T>(
  write: () => Promise<T>,
  isOver: () => boolean = () => false,
): Promise<T> {
  for (const endMs = performance.now() + storyLeaseSeconds * 1_000; ;) {
    try {
      return await write();
    } catch (error) {
      if (isOver() || performance.now() + pauseMs > endMs) throw error;
    }
    await sleep(pauseMs, undefined, { ref: false });
  }
}
