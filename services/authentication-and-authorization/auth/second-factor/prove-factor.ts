import * as clock from '#kernel/clock.ts';
import { fail } from '#kernel/result.ts';
import { openSealed, type Secrets } from '#platform/ground/sealed.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import {
  activeFactor,
  pendingFactor,
  useRecoveryCode,
  useStep,
  type FactorRow,
} from './factor-store.ts';
import { hashRecoveryCode, plainCode } from './recovery-codes.ts';
import { stepOfCode } from './totp.ts';

/** What was shown, as its session tells it: each is shown once. */
export type Proof =
  | `totp:${string}:${number}`
  | `recovery:${string}`
  | `passkey:${string}:${string}`;

/**
 * Uses up a code of the account's factor, or one of its recovery codes. Undefined for one that is
 * none, or that was used. The account's row is held.
 */
export async function useCode(
  secrets: Secrets,
  tx: Transaction,
  accountId: string,
  code: string,
): Promise<Proof | undefined> {
  const plain = plainCode(code);
  if (!/^\d{6}$/.test(plain)) {
    const codeHash = hashRecoveryCode(secrets.key('recovery codes'), accountId, plain);
    const used = await tx.first(useRecoveryCode(accountId, codeHash));
    return used ? `recovery:${codeHash.toString('hex')}` : undefined;
  }
  const factor = await tx.first<FactorRow>(activeFactor(accountId));
  const step = factor && stepIn(secrets, factor, plain);
  if (!factor || step === undefined) return undefined;
  const used = await tx.first(useStep(factor.factorId, step));
  return used ? `totp:${factor.factorId}:${step}` : undefined;
}

/** A factor that was begun, with the step of the code that it showed for the first time. */
export async function firstCode(
  secrets: Secrets,
  tx: Transaction,
  accountId: string,
  code: string,
): Promise<{ factorId: string; step: number } | undefined | 'not_begun'> {
  const factor = await tx.first<FactorRow>(pendingFactor(accountId));
  if (!factor) return 'not_begun';
  const step = stepIn(secrets, factor, plainCode(code));
  return step === undefined ? undefined : { factorId: factor.factorId, step };
}

function stepIn(secrets: Secrets, factor: FactorRow, code: string): number | undefined {
  const { secret } = openSealed(secrets, 'second factors', factor.secretSealed) as {
    secret: string;
  };
  return stepOfCode(Buffer.from(secret, 'base64'), code, clock.nowMs());
}

export function codeInvalid() {
  const message =
    'This code is none, or was used. Take the newest one from the app, or a recovery code.';
  return fail('code_invalid', message);
}

export function factorMissing() {
  return fail('second_factor_missing', 'This account has no second factor.');
}
