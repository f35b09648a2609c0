import { z } from 'zod';
import { command, failure } from '#kernel/contract.ts';
import { accepted, actionToken, guardFailures } from './shapes.ts';
import { step_up_required } from './passkeys.ts';
import { email } from '../shapes.ts';

/** By which a customer signs in with another address. Neither tells whether an address has an account. */
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
      account_required: failure('forbidden'),
      /** Staff have the address that they were invited with. */
      customers_only: failure('forbidden'),
      email_unchanged: failure('invalid'),
      step_up_required,
      too_many_attempts: guardFailures.too_many_attempts,
    },
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
