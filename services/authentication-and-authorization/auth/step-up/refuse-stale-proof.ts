import type { Invocation } from '#kernel/invocation.ts';
import { fail } from '#kernel/result.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { sql, type Statement } from '#platform/ground/sql.ts';
import type { AuthContext } from '../auth-context.ts';
import type { AccountRow } from '../identity/account-store.ts';
import { accountRequired } from '../identity/own-account.ts';
import { lacksRequiredFactor } from '../identity/required-factor.ts';

/** How long a proof stands for what changes the account itself. */
export const proofSeconds = 600;

type Settings = AuthContext['settings'];

/**
 * Refuses what must not be done by whoever finds an open session: where it was not in the last ten
 * minutes that this session showed what its account signs in with. Says what may be shown.
 * Undefined where it was.
 */
export async function refuseStaleProof(
  { database, settings }: Pick<AuthContext, 'database' | 'settings'>,
  { accountId }: Pick<AccountRow, 'accountId'>,
  invocation: Invocation,
) {
  const looked = sessionStanding(accountId, invocation.sessionId);
  return refuseStale(settings, await database.first<Standing>(looked, invocation));
}

/**
 * The same for what staff do with others' accounts and rights, which is not to be done by whoever
 * finds their session open. Keys have no session, and are asked for nothing.
 */
export async function refuseStaleStaff(
  context: Pick<AuthContext, 'database' | 'settings'>,
  invocation: Invocation,
) {
  const { actor, sessionId } = invocation;
  if (actor.kind !== 'staff' || sessionId === undefined) return undefined;
  return refuseStaleProof(context, { accountId: actor.id }, invocation);
}

/**
 * The same once more where the account's row is held: a session that was ended meanwhile, with all
 * of them, changes nothing more, though its token is still good.
 */
export async function refuseStaleProofHeld(
  { settings }: Pick<AuthContext, 'settings'>,
  tx: Transaction,
  accountId: string,
) {
  const looked = sessionStanding(accountId, tx.invocation.sessionId);
  return refuseStale(settings, await tx.first<Standing>(looked));
}

/**
 * For what asks for a proof of its own, where the account's row is held. Refuses a session that has
 * ended, and one that has to show the account's passkey first.
 */
export async function refuseWithoutPasskey(
  { settings }: Pick<AuthContext, 'settings'>,
  tx: Transaction,
  accountId: string,
) {
  const { sessionId } = tx.invocation;
  const row = await tx.first<Standing>(sessionStanding(accountId, sessionId));
  if (sessionId !== undefined && !row?.isAlive) return accountRequired();
  return row && needsPasskey(settings, row) ? stepUpRequired(['passkey']) : undefined;
}

function refuseStale(settings: Settings, row: Standing | undefined) {
  if (row && needsPasskey(settings, row)) return stepUpRequired(['passkey']);
  if (row?.isFresh) return undefined;
  // As one signs in: a password proves as much as it opens.
  const methods = [(row?.secondFactorSince ?? null) === null ? 'password' : 'code'];
  if (row?.hasPasskey) methods.push('passkey');
  return stepUpRequired(methods);
}

/**
 * Where the shop asks for a second factor and the account has a passkey, nobody who signed in by the
 * password alone gives it a factor of their own, nor takes that one away.
 */
function needsPasskey(settings: Settings, row: Standing): boolean {
  return row.hasPasskey && lacksRequiredFactor(settings, row, row.secondFactor);
}

function stepUpRequired(methods: string[]) {
  const message =
    'Show once more that it is you: this session did not, or it was too long ago. Then ask again.';
  return fail('step_up_required', message, { methods, maxAgeSeconds: proofSeconds });
}

interface Standing extends Pick<AccountRow, 'kind' | 'secondFactorSince'> {
  readonly isAlive: boolean;
  readonly isFresh: boolean;
  /** As the session's row has it; null without, and of a session that has ended. */
  readonly secondFactor: string | null;
  readonly hasPasskey: boolean;
}

function sessionStanding(accountId: string, sessionId: string | undefined): Statement {
  return sql`
    select a.kind, a.second_factor_since, s.session_id is not null as is_alive,
      coalesce(coalesce(s.proven_at, s.created_at)
        > kontor_now() - ${proofSeconds} * interval '1 second', false) as is_fresh,
      s.second_factor,
      exists (select from passkey p where p.account_id = a.account_id) as has_passkey
    from account a
    left join session s on s.session_id = ${sessionId ?? null}::uuid
      and s.account_id = a.account_id and s.ended_at is null
    where a.account_id = ${accountId}`;
}
