import { z } from 'zod';
import { command, failure, query } from '#kernel/contract.ts';
import { accepted, actionToken, guardFailures } from './shapes.ts';
import { step_up_required } from './passkeys.ts';
import { email } from '../shapes.ts';

const account_required = failure('forbidden');
const email_change_not_found = failure('not_found');

/** By which people sign in with another address, customers and staff. Neither tells whether an address has an account. */
export const emailChangeOperations = {
  /**
   * Sends a link to the new address, good for a day, and a notice to the present one; one is open at a
   * time. The owner of an address that has an account is told so by mail, and the answer is the same.
   */
  requestEmailChange: command({
    access: 'owner',
    idempotency: 'natural',
    input: z.strictObject({ email }),
    output: accepted,
    failures: {
      account_required,
      email_unchanged: failure('invalid'),
      step_up_required,
      too_many_attempts: guardFailures.too_many_attempts,
    },
  }),
  /** What was asked for last and is neither confirmed nor over. */
  getEmailChange: query({
    access: 'owner',
    input: z.strictObject({}),
    output: z
      .strictObject({
        email: z.string().meta({ description: 'With which one is to sign in' }),
        requestedAt: z.iso.datetime(),
        expiresAt: z.iso.datetime().meta({ description: 'Until then its link can be followed' }),
      })
      .meta({ id: 'EmailChange' }),
    failures: { account_required, email_change_not_found },
  }),
  /** The link opens nothing any more. */
  cancelEmailChange: command({
    access: 'owner',
    idempotency: 'natural',
    input: z.strictObject({}),
    output: z.strictObject({}),
    failures: { account_required, email_change_not_found },
  }),
  /**
   * By the link in the mail, once; again it gets the same answer while it is good. Ends all sessions
   * and every link and begun sign-in of the address of before, which is told.
   */
  confirmEmailChange: command({
    access: 'public',
    idempotency: 'natural',
    input: z.strictObject({ token: actionToken }),
    output: z
      .strictObject({
        email: z.string().meta({ description: 'With which one signs in from now on' }),
      })
      .meta({ id: 'ConfirmedEmail' }),
    failures: { link_invalid: failure('gone') },
  }),
};
