import { newId } from '#kernel/ids.ts';
import { ok } from '#kernel/result.ts';
import type { Handler } from '#platform/calls/service.ts';
import { readGuestToken, signGuestToken } from '../signing-keys/sign-access-token.ts';
import type { AuthContext } from '../auth-context.ts';

/** A guest is what a token says: nothing is kept, so browsing costs no write. */
export function createGuest({ keys }: AuthContext): Handler<'auth', 'createGuest'> {
  return async ({ previousToken }, invocation) => {
    const before = previousToken && (await readGuestToken(keys, previousToken, invocation));
    return ok(await signGuestToken(keys, before || newId(), invocation));
  };
}
