import { KontorProblem, told, type Schemas } from '@kontor/sdk';
import { useQuery } from '@tanstack/react-query';
import { kontor, queryClient, sessionKey } from '../asking/kontor.ts';

export type Account = Schemas['Account'];
export type Permission = Account['permissions'][number];

type Session = Schemas['BrowserSession'];

/**
 * Who is signed in here, asked again when somebody comes back to the window: in another tab it may
 * have become somebody else.
 */
export function useSession() {
  return useQuery({
    queryKey: sessionKey,
    queryFn: readSession,
    staleTime: 30_000,
    refetchInterval: 60_000,
    refetchOnWindowFocus: 'always',
  });
}

async function readSession(): Promise<Session> {
  const session = await told(kontor.GET('/v1/browser-session'));
  const before = queryClient.getQueryData<Session>(sessionKey);
  if (standingOf(session.account) !== standingOf(before?.account ?? null)) forget();
  return session;
}

/** What answers depend on: for who is somebody else, or may do something else, all are asked anew. */
export function standingOf(account: Account | null): string {
  if (!account) return '';
  const { accountId, permissions, channels, secondFactorRequired } = account;
  const held = channels === '*' ? channels : channels.toSorted();
  return JSON.stringify([accountId, permissions.toSorted(), held, secondFactorRequired]);
}

/** Whatever was asked before was asked as somebody else. */
export function forget(): void {
  queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== sessionKey[0] });
}

/** The one who is signed in: beneath the shell there always is somebody. */
export function useAccount(): Account | undefined {
  return useSession().data?.account ?? undefined;
}

/** Whether who is signed in may do it. What nobody may do is not shown; the API refuses it too. */
export function useMay(): (permission: Permission) => boolean {
  const account = useAccount();
  return (permission) => account?.permissions.includes(permission) ?? false;
}

/** After signing in. */
export async function beginSession(): Promise<void> {
  forget();
  await queryClient.invalidateQueries({ queryKey: sessionKey });
}

/**
 * Signs out. Nothing of what was read stays here, whatever the shop answers.
 * @throws where the shop did not say that the session has ended
 */
export async function endSession(): Promise<void> {
  try {
    await told(kontor.DELETE('/v1/browser-session'));
  } catch (error) {
    // Who is nobody already has left.
    if (!(error instanceof KontorProblem) || error.status !== 404) throw error;
  } finally {
    forget();
    void queryClient.resetQueries({ queryKey: sessionKey });
  }
}
