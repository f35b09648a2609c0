import type { StaffPermission } from '#kernel/actor.ts';
import * as clock from '#kernel/clock.ts';
import { newId } from '#kernel/ids.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { fail, ok } from '#kernel/result.ts';
import type { Handler, OutputOf } from '#platform/calls/service.ts';
import type { Settings } from '#platform/ground/settings.ts';
import { sql } from '#platform/ground/sql.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { insertApiKey, linesOfKeys, newApiKey, toApiKey, type ApiKeyRow } from './api-key-store.ts';
import type { AuthContext } from '../auth-context.ts';
import { accountColumns, type AccountRow } from '../identity/account-store.ts';
import { refuseGrant } from '../identity/grants.ts';
import { lacksRequiredFactor } from '../identity/required-factor.ts';
import { refuseStaleStaff } from '../step-up/refuse-stale-proof.ts';
import { standingOf, type LineRow } from './key-standing.ts';

type Output = OutputOf<'auth', 'createApiKey'>;
type Refusal = ReturnType<typeof makerDisabled | typeof secondFactorRequired>['failure'];

/** The recorded reply holds no secret, so a repeated request is told everything but the key. */
export function createApiKey(context: AuthContext): Handler<'auth', 'createApiKey'> {
  const { database, settings } = context;
  return async (input, invocation) => {
    const { name, permissions, channels, expiresAt = null } = input;
    const { actor } = invocation;
    const refused = refuseGrant(actor, permissions, channels);
    if (refused) return refused;
    const stale = await refuseStaleStaff(context, invocation);
    if (stale) return stale;
    if (expiresAt !== null && Date.parse(expiresAt) <= clock.nowMs()) {
      return fail('expiry_in_past', 'expiresAt must lie in the future.');
    }
    const key = newApiKey();
    const made = { apiKeyId: newId(), name, key, permissions, channels, expiresAt };
    const createdBy = `${actor.kind}:${actor.id}`;
    const reply = await database.command<Output, Refusal>(
      'createApiKey',
      input,
      invocation,
      async (tx) => {
        if (actor.kind === 'staff' && !(await isActive(tx, actor.id))) {
          return makerDisabled(permissions);
        }
        if (await lacksFactor(tx, settings, invocation)) return secondFactorRequired();
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

function secondFactorRequired() {
  return fail(
    'second_factor_required',
    'This shop asks its staff for a second factor before they lend rights by an API key. Set up an authenticator app (POST /v1/auth/totp) or sign in with a passkey, and ask again.',
  );
}

/** Asked here too, since a token may be older than the wish for a factor. */
async function lacksFactor(
  tx: Transaction,
  settings: Settings,
  { actor, sessionId }: Invocation,
): Promise<boolean> {
  if (actor.kind === 'api_key') {
    const line = await tx.query<LineRow>(linesOfKeys([actor.id]));
    return standingOf(line, settings)?.secondFactorRequired ?? false;
  }
  const asking = await tx.first<AccountRow & { secondFactor: string | null }>(sql`
    select ${accountColumns}, s.second_factor from account a
    left join session s on s.session_id = ${sessionId ?? null}::uuid and s.account_id = a.account_id
      and s.ended_at is null
    where a.account_id = ${actor.id}`);
  return asking !== undefined && lacksRequiredFactor(settings, asking, asking.secondFactor);
}

/** Its row's lock puts the key before or after the disabling of its maker, which ends the keys it finds. */
async function isActive(tx: Transaction, accountId: string): Promise<boolean> {
  const found = await tx.first<{ state: string }>(
    sql`select state from account where account_id = ${accountId} for share`,
  );
  return found?.state === 'active';
}
