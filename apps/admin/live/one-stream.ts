import { KontorProblem, told } from '@kontor/sdk';
import { kontor } from '../asking/kontor.ts';
import { everything, type Hint } from './hints.ts';
import { readEvents } from './read-events.ts';

/** It is pinged every 15 seconds. */
const silentMs = 40_000;
const firstWaitMs = 1_000;
const longestWaitMs = 30_000;

interface Keeping {
  readonly tell: (hints: readonly Hint[]) => void;
  readonly standing: () => void;
  readonly signal: AbortSignal;
}

/** Hears hints, and begins it again and again, each time later while nothing comes of it. */
export async function keepStream(keeping: Keeping): Promise<void> {
  const { standing, signal } = keeping;
  let waitMs = firstWaitMs;
  while (!signal.aborted) {
    const ended = await readStream(keeping).catch((error: unknown): Ended => whyRefused(error));
    if (signal.aborted) return;
    if (ended.isStanding) standing();
    // Whoever may hear nothing will not by asking again: their rights are asked after, and begin it anew.
    if (ended.isRefused) return waitFor(signal);
    waitMs = ended.wasReady ? firstWaitMs : Math.min(longestWaitMs, waitMs * 2);
    // Not all browsers at once, after a gateway has stopped.
    await waitFor(signal, (ended.isReplaced ? longestWaitMs : waitMs) * (0.5 + Math.random()));
  }
}

interface Ended {
  readonly wasReady?: boolean;
  readonly isStanding?: boolean;
  readonly isRefused?: boolean;
  readonly isReplaced?: boolean;
}

function whyRefused(error: unknown): Ended {
  if (!(error instanceof KontorProblem)) return {};
  const { status } = error;
  return { isStanding: status === 401, isRefused: status === 401 || status === 403 };
}

async function readStream({ tell, signal }: Keeping): Promise<Ended> {
  const silent = new AbortController();
  const asked = AbortSignal.any([signal, silent.signal]);
  let timer = setTimeout(() => silent.abort(), silentMs);
  let wasReady = false;
  try {
    const body = await told(kontor.GET('/v1/admin/hints', { parseAs: 'stream', signal: asked }));
    for await (const event of readEvents(body!)) {
      clearTimeout(timer);
      timer = setTimeout(() => silent.abort(), silentMs);
      if (event.name === 'ready') {
        wasReady = true;
        tell([everything]);
      }
      if (event.name === 'hint') tell([event.data as unknown as Hint]);
      if (event.name === 'end') {
        const { reason } = event.data;
        const isStanding = reason === 'session_ended' || reason === 'rights_changed';
        return { wasReady, isStanding, isReplaced: reason === 'replaced' };
      }
    }
  } catch (error) {
    if (error instanceof KontorProblem) throw error;
  } finally {
    clearTimeout(timer);
    // Whatever is left of it is not read on.
    silent.abort();
  }
  return { wasReady };
}

/** For a while, or for ever; until it is ended. */
function waitFor(signal: AbortSignal, ms?: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = ms === undefined ? undefined : setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
