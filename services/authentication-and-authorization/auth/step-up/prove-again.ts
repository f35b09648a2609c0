import type { Invocation } from '#kernel/invocation.ts';
import { fail, ok } from '#kernel/result.ts';
import type { Handler, InputOf } from '#platform/calls/service.ts';
import { sql, type Statement } from '#platform/ground/sql.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { accountById, type AccountRow } from '../identity/account-store.ts';
import { accountRequired, ownAccountId } from '../identity/own-account.ts';
import type { AuthContext } from '../auth-context.ts';
import { passkeyInvalid, showPasskey } from '../passkeys/show-passkey.ts';
import { lockAccount } from '../second-factor/factor-store.ts';
import { codeInvalid, useCode, type Proof } from '../second-factor/prove-factor.ts';
import { isBusy, passwordChecksBusy } from '../secrets/password-hashing.ts';
import { proofSeconds } from './refuse-stale-proof.ts';

type Given = InputOf<'auth', 'proveAgain'>;

/** The session showed anew what its account signs in with: what changes the account is open to it. */
export function proveAgain(context: AuthContext): Handler<'auth', 'proveAgain'> {
  const { database } = context;
  return async (given, invocation) => {
    const accountId = ownAccountId(invocation.actor);
    const { sessionId } = invocation;
    if (accountId === undefined || sessionId === undefined) return accountRequired();
    const { password, code, passkey } = given;
    const shown = [password, code, passkey].filter((each) => each !== undefined);
    if (shown.length !== 1) return proofAmbiguous();
    const account = await database.first<AccountRow>(accountById(accountId), invocation);
    if (account?.state !== 'active') return accountRequired();
    if (password !== undefined) {
      const refused = await refusePassword(context, account, password, invocation);
      if (refused) return refused;
      return noteProof(context, account, sessionId, invocation);
    }
    if (code !== undefined) return proveByCode(context, account, sessionId, code, invocation);
    return proveByPasskey(context, account, sessionId, given, invocation);
  };
}

async function refusePassword(
  { limits, passwords }: AuthContext,
  account: AccountRow,
  password: string,
  invocation: Invocation,
) {
  if (account.secondFactorSince !== null) return codeRequired();
  const limited = await limits.take('current_password', account.emailCanonical, invocation);
  if (limited) return limited;
  const matches = await passwords.verify(account.passwordHash, password);
  if (isBusy(matches) || matches) {
    await limits.giveBack('current_password', account.emailCanonical, invocation);
  }
  if (isBusy(matches)) return passwordChecksBusy();
  if (matches) return undefined;
  return fail('current_password_wrong', 'The password is wrong. Check it and try again.');
}

async function proveByCode(
  context: AuthContext,
  account: AccountRow,
  sessionId: string,
  code: string,
  invocation: Invocation,
) {
  const { limits, settings } = context;
  const { accountId } = account;
  const limited = await limits.take('second_factor', accountId, invocation);
  if (limited) return limited;
  const proven = await noteProof(
    context,
    account,
    sessionId,
    invocation,
    async (tx) => (await useCode(settings.secrets, tx, accountId, code)) ?? codeInvalid(),
  );
  if (proven.ok) await limits.giveBack('second_factor', accountId, invocation);
  return proven;
}

/** One of this very account: that of somebody else signs them in elsewhere, and proves nothing here. */
async function proveByPasskey(
  context: AuthContext,
  account: AccountRow,
  sessionId: string,
  { passkey, relyingParty }: Given,
  invocation: Invocation,
) {
  if (!passkey || !relyingParty) return proofAmbiguous();
  const shown = await showPasskey(context, passkey, relyingParty, invocation);
  if (!shown.ok) return shown;
  const { accountId, use } = shown.value;
  if (accountId !== account.accountId) return passkeyInvalid();
  return noteProof(
    context,
    account,
    sessionId,
    invocation,
    async (tx) => (await use(tx)) ?? passkeyInvalid(),
  );
}

type Refused = ReturnType<typeof codeInvalid> | ReturnType<typeof passkeyInvalid>;

/** @param prove uses up what was shown, under the account's lock */
async function noteProof(
  { database }: AuthContext,
  { accountId, passwordHash }: AccountRow,
  sessionId: string,
  invocation: Invocation,
  prove?: (tx: Transaction) => Promise<Refused | Proof>,
) {
  return database.transaction('proveAgain', invocation, async (tx) => {
    if (!(await tx.first(lockAccount(accountId)))) return accountRequired();
    const proof = await prove?.(tx);
    if (typeof proof === 'object') return proof;
    const noted = noteProven(accountId, sessionId, passwordHash, proof);
    const row = await tx.first<{ until: string }>(noted);
    return row ? ok({ until: row.until }) : accountRequired();
  });
}

/**
 * In a session that goes on, of an account whose password is still the one that was looked at. A
 * passkey is its second factor from then on, where there is no app whose code it showed.
 */
function noteProven(
  accountId: string,
  sessionId: string,
  passwordHash: string | null,
  proof: Proof | undefined,
): Statement {
  const passkey = proof?.startsWith('passkey:') ? proof : null;
  return sql`
    update session s set proven_at = kontor_now(),
      second_factor = case when a.second_factor_since is null
        then coalesce(${passkey}::text, s.second_factor) else s.second_factor end
    from account a
    where s.session_id = ${sessionId} and s.account_id = ${accountId} and s.ended_at is null
      and a.account_id = s.account_id and a.password_hash is not distinct from ${passwordHash}
    returning s.proven_at + ${proofSeconds} * interval '1 second' as until`;
}

function proofAmbiguous() {
  return fail('proof_ambiguous', 'Show one of these: password, code, passkey.');
}

function codeRequired() {
  const message = 'This account asks for a second factor: show a code of it, or a passkey.';
  return fail('code_required', message);
}
