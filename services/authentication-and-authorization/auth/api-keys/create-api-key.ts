import type { StaffPermission } from '#kernel/actor.ts';
import * as clock from '#kernel/clock.ts';
import { newId } from '#kernel/ids.ts';
import { fail, ok } from '#kernel/result.ts';
import type { Handler, OutputOf } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { insertApiKey, newApiKey, toApiKey, type ApiKeyRow } from './api-key-store.ts';
import type { AuthContext } from '../auth-context.ts';
import { refuseGrant } from '../identity/grants.ts';

type Output = OutputOf<'auth', 'createApiKey'>;

/** The recorded reply holds no secret, so a repeated request is told everything but the key. */
export function createApiKey({ database }: AuthContext): Handler<'auth', 'createApiKey'> {
  return async (input, invocation) => {
    const { name, permissions, channels, expiresAt = null } = input;
    const { actor } = invocation;
    const refused = refuseGrant(actor, permissions, channels);
    if (refused) return refused;
    if (expiresAt !== null && Date.parse(expiresAt) <= clock.nowMs()) {
      return fail('expiry_in_past', 'expiresAt must lie in the future.');
    }
    const key = newApiKey();
    const made = { apiKeyId: newId(), name, key, permissions, channels, expiresAt };
    const createdBy = `${actor.kind}:${actor.id}`;
    const reply = await database.command<Output, ReturnType<typeof makerDisabled>['failure']>(
      'createApiKey',
      input,
      invocation,
      async (tx) => {
        if (actor.kind === 'staff' && !(await isActive(tx, actor.id))) {
          return makerDisabled(permissions);
        }
        const row = await tx.first<ApiKeyRow>(insertApiKey({ ...made, createdBy }));
        tx.audit({ subject: `api_key:${made.apiKeyId}`, after: { name, permissions, channels } });
        return ok({ apiKey: toApiKey(row!), key: null });
      },
    );
    if (!reply.ok || reply.value.apiKey.apiKeyId !== made.apiKeyId) return reply;
    return ok({ ...reply.value, key });
  };
}

function makerDisabled(permissions: readonly StaffPermission[]) {
  const message = 'This account was disabled. Ask somebody who may manage staff.';
  return fail('permission_not_held', message, { permissions: [...permissions] });
}

/** Its row's lock puts the key before or after the disabling of its maker, which ends the keys it finds. */
async function isActive(tx: Transaction, accountId: string): Promise<boolean> {
  const found = await tx.first<{ state: string }>(
    sql`select state from account where account_id = ${accountId} for share`,
  );
  return found?.state === 'active';
}
