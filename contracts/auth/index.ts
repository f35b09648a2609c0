import { z } from 'zod';
import { command, defineContract, query } from '#kernel/contract.ts';
import { amountMinor, currencyCode } from '#kernel/money.ts';
import { open } from '#kernel/open-values.ts';
import { commonPromises } from '../every-service/promises.ts';
import { accountOperations } from './accounts.ts';
import { emailChangeOperations } from './email-change.ts';
import { firstStartOperations } from './first-start.ts';
import { passkeyOperations } from './passkeys.ts';
import { savedViewOperations } from './saved-views.ts';
import { guardChange, guestToken, publicKey } from './shapes.ts';
import { secondFactorOperations } from './second-factor.ts';
import { rightsChange } from './rights-change.ts';
import { staffOperations } from './staff.ts';
import { riskDecision } from './risk-assessment.ts';
import { address, id } from '../shapes.ts';
import { ofKind } from '../text-kinds.ts';

/** Accounts, sessions, staff, API keys and risk. */
export const auth = defineContract({
  service: 'auth',
  operations: {
    ...commonPromises,
    /** The public halves of the keys that sign access tokens (a JSON Web Key Set). */
    getJwks: query({
      access: 'public',
      input: z.strictObject({}),
      output: z.strictObject({ keys: z.array(publicKey) }),
    }),

    /**
     * A guest identity: a token good for 24 hours and nothing kept. With the token of before, even
     * one that expired up to 30 days ago, the guest stays the same one.
     */
    createGuest: command({
      access: 'public',
      idempotency: 'natural',
      input: z.strictObject({ previousToken: ofKind('secret', z.string().max(4_096)).optional() }),
      output: guestToken,
    }),

    /**
     * Asks Fraud Detection once per key and keeps the answer. `unavailable`: the service did not
     * answer, so 3-D Secure is forced and the order flagged. Of a purchase (event `checkout`, key
     * `checkout:<id>:<version>`) the answer is told sealed for checkout, in `assessmentId`.
     */
    assessRisk: command({
      access: 'internal',
      idempotency: 'natural',
      input: z.strictObject({
        /** E.g. checkout id and version; a repeated key replays the answer. */
        key: z.string().max(200),
        event: z.enum(['login', 'registration', 'checkout']),
        ipAddress: z.string(),
        userAgent: z.string().max(500).optional(),
        email: z.string().optional(),
        billingAddress: address.optional(),
        shippingAddress: address.optional(),
        order: z.strictObject({ amountMinor, currency: currencyCode }).optional(),
      }),
      output: z.strictObject({
        decision: open(riskDecision, { unknownAs: 'unavailable' }),
        /** The provider's; of a purchase the sealed assessment (contracts/auth/risk-assessment.ts). */
        assessmentId: z.string().nullable(),
      }),
    }),

    ...accountOperations,
    ...emailChangeOperations,
    ...secondFactorOperations,
    ...passkeyOperations,
    ...savedViewOperations,
    ...staffOperations,
    ...firstStartOperations,
  },
  events: {
    /** Somebody proved to own the address and is a customer from now on. */
    'auth.registered': {
      version: 1,
      data: z.strictObject({ customerId: id, email: z.string(), name: z.string().nullable() }),
    },
    /**
     * Whoever knows the account's password has proven by a mailed link to read the mail of this
     * address, given in its canonical form. What guests did with the address is theirs.
     */
    'auth.email_confirmed': {
      version: 1,
      data: z.strictObject({ customerId: id, email: z.string() }),
    },
    /**
     * Somebody wants to sign in with another address, `email`. `sealed` holds `{ token }` of the link
     * that goes there, encrypted for notification alone, as that of `auth.mail_requested`.
     */
    'auth.email_change_requested': {
      // A version before knows of customers alone.
      version: 2,
      data: z.strictObject({
        /** Null of staff, who are nobody's customers. */
        customerId: id.nullable(),
        email: z.string(),
        sealed: z.string(),
        expiresAt: z.string(),
      }),
    },
    /** A customer proved to own another address, as they wrote it, and has it from then on. */
    'auth.email_changed': {
      version: 1,
      data: z.strictObject({ customerId: id, email: z.string() }),
    },
    /** What guards an account changed, or a code of last resort was used: its owner is to hear of it. */
    'auth.guard_changed': {
      version: 1,
      data: z.strictObject({
        customerId: id.nullable(),
        email: z.string(),
        change: open(guardChange, { unknownAs: 'changed' }),
        /** Of `new_device`: what its browser says of itself, as people call it. */
        device: z.string().max(60).optional(),
      }),
    },
    /**
     * A mail with a secret link. `sealed` holds `{ token }`, encrypted for notification alone
     * (`openSealed` of platform/ground/sealed.ts).
     */
    'auth.mail_requested': {
      version: 1,
      data: z.strictObject({
        template: z.enum(['verify_email', 'reset_password', 'account_exists', 'password_changed']),
        customerId: id.nullable(),
        email: z.string(),
        sealed: z.string().nullable(),
        expiresAt: z.string().nullable(),
        /** Of a link to a first password: who is asked to join the staff. */
        invited: z.literal(true).optional(),
      }),
    },
    'auth.rights_changed': { version: 1, data: rightsChange },
  },
});
