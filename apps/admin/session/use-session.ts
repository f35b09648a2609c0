import { told, type Schemas } from '@kontor/sdk';
import { useQuery } from '@tanstack/react-query';
import { kontor, queryClient, sessionKey } from '../asking/kontor.ts';

export type Account = Schemas['Account'];
export type Permission = Account['permissions'][number];

/** Who is signed in here, asked again when somebody comes back to the window. */
export function useSession() {
  return useQuery({
    queryKey: sessionKey,
    queryFn: () => told(kontor.GET('/v1/browser-session')),
    staleTime: 30_000,
    refetchInterval: 60_000,
  });
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

/** After signing in: whatever was asked before was asked as somebody else. */
export async function beginSession(): Promise<void> {
  queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== sessionKey[0] });
  await queryClient.invalidateQueries({ queryKey: sessionKey });
}

export async function endSession(): Promise<void> {
  await kontor.DELETE('/v1/browser-session');
  await beginSession();
}
