import { createKontor, KontorProblem, type Schemas } from '@kontor/sdk';
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { spokenLanguage } from '../words/language.ts';
import { workChannelOf } from './work-channel.ts';

/** The shop's API, as whoever is signed in by the cookie of staff. */
export const kontor = createKontor({ session: 'staff', language: spokenLanguage });

export const sessionKey = ['session'] as const;

/** A refusal that says that nobody is signed in any more: who it is is asked anew, and the way in shown. */
function noteEnded(error: Error): void {
  if (error instanceof KontorProblem && error.status === 401) {
    void queryClient.invalidateQueries({ queryKey: sessionKey });
  }
}

/** What was asked for, and is shown again at once where a page is opened again. */
export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError: noteEnded }),
  mutationCache: new MutationCache({ onError: noteEnded }),
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      gcTime: 30 * 60_000,
      retry: (failures, error) => failures < 2 && isPassing(error),
      throwOnError: false,
    },
  },
});

kontor.use({
  onRequest({ request: { headers }, schemaPath }) {
    // Who one is is no channel's: it is told also to who has just lost the one they worked in.
    if (schemaPath === '/v1/browser-session' || headers.has('Channel')) return;
    const session = queryClient.getQueryData<Schemas['BrowserSession']>(sessionKey);
    const channel = session?.account ? workChannelOf(session.account.channels) : undefined;
    if (channel !== undefined) headers.set('Channel', channel);
  },
});

const saysNothing = new Set([401, 408, 429]);

/**
 * Whether it was definitely not done, so that trying again is another intention, with another key.
 * Not where the first try is still at work, may have arrived all the same, or was not looked at.
 */
export function isRefused(error: unknown): boolean {
  if (!(error instanceof KontorProblem)) return false;
  const { status, code } = error;
  if (status < 400 || status >= 500 || saysNothing.has(status)) return false;
  // Without a code it was something before the shop that spoke.
  return code !== 'idempotency_key_in_flight' && code !== 'unknown';
}

/** Worth asking again: the shop did not answer, or asked for patience. */
function isPassing(error: Error): boolean {
  if (!(error instanceof KontorProblem)) return true;
  return error.status >= 500 || error.status === 408;
}
