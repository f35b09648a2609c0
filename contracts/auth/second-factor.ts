import { z } from 'zod';
import { command, failure, query } from '#kernel/contract.ts';
import { step_up_required } from './passkeys.ts';
import { givenPassword, grantFailures, guardFailures, origin, sessionTokens } from './shapes.ts';
import { id, text, timestamp } from '../shapes.ts';
import { ofKind } from '../text-kinds.ts';

const code = ofKind('secret', z.string().min(6).max(40)).meta({
  description: 'Six digits of the authenticator app, or a recovery code',
  examples: ['492039'],
});
const recoveryCodes = z.array(z.string()).meta({
  description: 'Ten, each good once in place of the app. They are told here and never again',
});
const account_required = failure('forbidden');
const { too_many_attempts } = guardFailures;
const code_invalid = failure('forbidden');
const second_factor_missing = failure('conflict');
const reason = text(200).meta({
  description: 'How it was made sure who asks; kept in the audit',
  examples: ['Lost the telephone; showed a passport in the shop'],
});

/** Operations of auth about what an account shows beside its password. */
export const secondFactorOperations = {
  getSecondFactor: query({
    access: 'owner',
    input: z.strictObject({}),
    output: z
      .strictObject({
        since: timestamp.nullable().meta({ description: 'Null while there is none' }),
        lastUsedAt: timestamp.nullable(),
        recoveryCodesLeft: z.int(),
      })
      .meta({ id: 'SecondFactor' }),
    failures: { account_required },
  }),
  /** A secret for an authenticator app (RFC 6238); it counts once `confirmTotp` had its first code. */
  beginTotp: command({
    access: 'owner',
    idempotency: 'natural',
    input: z.strictObject({ currentPassword: givenPassword }),
    output: z
      .strictObject({
        secret: z.string().meta({ description: 'To be typed into the app: base32' }),
        uri: z.string().meta({ description: 'To be shown as a QR code: `otpauth://totp/…`' }),
        expiresAt: timestamp.meta({ description: 'Confirm it until then' }),
      })
      .meta({ id: 'BegunTotp' }),
    failures: {
      account_required,
      ...guardFailures,
      current_password_wrong: failure('forbidden'),
      /** One app an account: the one that it has is removed first. */
      second_factor_active: failure('conflict'),
      /** The shop asks for a second factor, and this session did not show the account's passkey. */
      step_up_required,
    },
  }),
  /** Ends all sessions, which began without it, and begins one that has it. */
  confirmTotp: command({
    access: 'owner',
    idempotency: 'natural',
    input: z.strictObject({ code, ...origin }),
    output: sessionTokens.extend({ recoveryCodes }).meta({ id: 'ConfirmedTotp' }),
    failures: {
      account_required,
      too_many_attempts,
      code_invalid,
      totp_not_begun: failure('conflict'),
      step_up_required,
    },
  }),
  /** By a fresh code, of the app or a recovery code: signing in asks for the password alone again. */
  disableTotp: command({
    access: 'owner',
    idempotency: 'natural',
    input: z.strictObject({ code }),
    output: z.strictObject({}),
    failures: { account_required, too_many_attempts, code_invalid, second_factor_missing },
  }),
  /** By a fresh code: ten other recovery codes, in place of all that there were. */
  renewRecoveryCodes: command({
    access: 'owner',
    idempotency: 'natural',
    input: z.strictObject({ code }),
    output: z.strictObject({ recoveryCodes }).meta({ id: 'RecoveryCodes' }),
    failures: { account_required, too_many_attempts, code_invalid, second_factor_missing },
  }),
  /**
   * The second step of `login`, by the token of its `mfa_required`, which is good for five minutes
   * and five tries. A code opens one session and no other.
   */
  proveSecondFactor: command({
    access: 'public',
    idempotency: 'natural',
    input: z.strictObject({
      challengeToken: ofKind('secret', z.string().min(1).max(200)).meta({
        description: 'From the answer `mfa_required`',
        examples: ['q1tTQkFuR0hYb2l5N2p6c0E4d0ZrUQ'],
      }),
      code,
      ...origin,
    }),
    output: sessionTokens,
    failures: {
      too_many_attempts,
      code_invalid: failure('unauthenticated'),
      challenge_over: failure('unauthenticated'),
    },
  }),
  /**
   * For a customer who lost the app and the recovery codes: signing in asks for the password alone
   * again. Ends all sessions and the sign-ins that were begun.
   */
  removeCustomerFactor: command({
    scope: 'thing',
    access: 'customers:write',
    idempotency: 'key',
    input: z.strictObject({ customerId: id, reason }),
    output: z.strictObject({}),
    failures: {
      customer_not_found: failure('not_found'),
      second_factor_missing,
      step_up_required,
    },
  }),
  /**
   * The same for a member of the staff who has no more rights than whoever asks, and is somebody
   * else: one's own is removed by a code (`disableTotp`), also from a key that one made.
   */
  removeStaffFactor: command({
    scope: 'thing',
    access: 'staff:manage',
    idempotency: 'key',
    input: z.strictObject({ staffId: id, reason }),
    output: z.strictObject({}),
    failures: {
      staff_not_found: failure('not_found'),
      ...grantFailures,
      code_required: failure('forbidden'),
      second_factor_missing,
      step_up_required,
    },
  }),
};
