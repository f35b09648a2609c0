import { ok } from '#kernel/result.ts';
import type { Handler } from '#platform/calls/service.ts';
import type { AuthContext } from '../auth-context.ts';

export function getJwks({ keys }: AuthContext): Handler<'auth', 'getJwks'> {
  return async (_input, invocation) => ok({ keys: [...(await keys.published(invocation))] });
}
