import { z } from 'zod';
import { command, failure, query } from '#kernel/contract.ts';
import {
  accepted,
  account,
  actionToken,
  credentials,
  deviceToken,
  givenPassword,
  guardFailures,
  origin,
  passwordFailures,
  refreshToken,
  session,
  sessionTokens,
} from './shapes.ts';
import { step_up_required } from './passkeys.ts';
import { email, id, pageOf, text, timestamp } from '../shapes.ts';

const done = z.strictObject({});
const accountFailures = { account_required: failure('forbidden') };
const { too_many_attempts } = guardFailures;
const link_invalid = failure('gone');

/** Operations of auth about accounts and sessions. None tells whether an address has an account. */
export const accountOperations = {
  /**
   * Sends a link that verifies the address; the account begins with it. The owner of an address
   * that has an account already is told so by mail, and the answer is the same.
   */
  register: command({
    access: 'public',
    idempotency: 'natural',
    input: z.strictObject({ ...credentials, name: text(120).optional(), ...origin }),
    output: accepted,
    failures: { ...passwordFailures, ...guardFailures, registration_refused: failure('forbidden') },
  }),
  /**
   * By the link in the mail. The account begins with the password that is given here, whatever was
   * given by whoever registered the address.
   */
  verifyEmail: command({
    // A version before would take the password of the registration.
    version: 2,
    access: 'public',
    idempotency: 'natural',
    input: z.strictObject({ token: actionToken, password: givenPassword.optional() }),
    output: z
      .strictObject({
        accountId: id,
        /** Whoever has the link reads its mail; absent from a version that did not tell it. */
        email: z.string().optional(),
      })
      .meta({ id: 'VerifiedAccount' }),
    failures: {
      link_invalid,
      /** Who asks is of a version that did not send one. */
      password_required: failure('invalid'),
      ...passwordFailures,
      password_checks_busy: guardFailures.password_checks_busy,
    },
  }),
  resendVerification: command({
    access: 'public',
    idempotency: 'natural',
    input: z.strictObject({ email, ...origin }),
    output: accepted,
    failures: { too_many_attempts },
  }),

  /** For customers and staff. An address that is not verified yet is answered like an unknown one. */
  login: command({
    access: 'public',
    idempotency: 'natural',
    input: z.strictObject({
      ...credentials,
      ...origin,
      deviceToken,
    }),
    output: sessionTokens,
    failures: {
      ...guardFailures,
      login_refused: failure('forbidden'),
      credentials_invalid: failure('unauthenticated'),
      /** The password was right; `proveSecondFactor` takes the token with a code, within 5 minutes. */
      mfa_required: failure(
        'unauthenticated',
        z.strictObject({ challengeToken: z.string(), expiresAt: timestamp }),
      ),
    },
  }),
  /** A spent token shown again within 20 s gets the same successor; later it ends the session. */
  refreshSession: command({
    access: 'public',
    idempotency: 'natural',
    input: z.strictObject({ refreshToken }),
    output: sessionTokens,
    failures: { refresh_token_invalid: failure('unauthenticated') },
  }),
  /** Ends the token's session, or with `everywhere` all of the account. Unknown tokens are no error. */
  logout: command({
    access: 'public',
    idempotency: 'natural',
    input: z.strictObject({ refreshToken, everywhere: z.boolean().default(false) }),
    output: done,
  }),

  getAccount: query({
    access: 'owner',
    input: z.strictObject({}),
    output: account,
    failures: accountFailures,
  }),
  /** One's own sessions that have not ended, newest first, 100 at most. */
  listSessions: query({
    access: 'owner',
    input: z.strictObject({}),
    output: pageOf(session),
    failures: accountFailures,
  }),
  /**
   * Ends one of one's own sessions, or all, with the link to another address that is under way. Access
   * tokens of it work on for ten minutes at most.
   */
  endSessions: command({
    access: 'owner',
    idempotency: 'natural',
    input: z.strictObject({ sessionId: id.optional() }),
    output: z.strictObject({}),
    failures: { ...accountFailures, session_not_found: failure('not_found') },
  }),
  /** Ends all of one's own sessions but the one that asks, and the link to another address. */
  endOtherSessions: command({
    access: 'owner',
    idempotency: 'natural',
    input: z.strictObject({}),
    output: z.strictObject({}),
    failures: accountFailures,
  }),

  requestPasswordReset: command({
    access: 'public',
    idempotency: 'natural',
    input: z.strictObject({ email, ...origin }),
    output: accepted,
    failures: { too_many_attempts },
  }),
  /** By the link in the mail; also takes up the invitation of a staff member. Ends all sessions. */
  resetPassword: command({
    // A version before would leave the address as it is, and nobody reads its mail.
    version: 2,
    raisedFor: ['email'],
    access: 'public',
    idempotency: 'natural',
    input: z.strictObject({
      token: actionToken,
      newPassword: givenPassword,
      email: email.optional().meta({
        description:
          'By the link of the first start alone: with which address the administrator signs in from then on',
      }),
      ipAddress: origin.ipAddress.optional(),
    }),
    output: done,
    failures: {
      ...passwordFailures,
      link_invalid,
      /** An address is given with a link that is of somebody else's own. */
      email_fixed: failure('invalid'),
      email_taken: failure('conflict'),
      password_checks_busy: guardFailures.password_checks_busy,
    },
  }),
  /** Ends all sessions and begins a new one. */
  changePassword: command({
    access: 'owner',
    idempotency: 'natural',
    input: z.strictObject({
      currentPassword: givenPassword,
      newPassword: givenPassword,
      ...origin,
    }),
    output: sessionTokens,
    failures: {
      ...accountFailures,
      ...passwordFailures,
      ...guardFailures,
      current_password_wrong: failure('forbidden'),
      /** Of an account with a second factor, which the session showed too long ago. */
      step_up_required,
    },
  }),
};
