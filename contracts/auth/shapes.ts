import { z } from 'zod';
import { staffPermissions } from '#kernel/actor.ts';
import { failure } from '#kernel/contract.ts';
import { leftOut, open } from '#kernel/open-values.ts';
import { version } from '../overtaken.ts';
import { email, id, text, timestamp } from '../shapes.ts';
import { ofKind } from '../text-kinds.ts';

/** Shapes of the contract of auth. */

export const permissions = z
  .array(z.enum(staffPermissions))
  .max(staffPermissions.length)
  .meta({ examples: [['orders:read', 'orders:refund']] });
/** As they are told: one that an older version does not know opens nothing there. */
export const openPermissions = z
  .array(open(z.enum(staffPermissions), { unknownAs: leftOut }))
  .meta({ examples: [['orders:read', 'orders:refund']] });
export const channelScope = z
  .union([
    z.literal('*'),
    z
      .array(ofKind('code', z.string().min(1).max(63)))
      .min(1)
      .max(50),
  ])
  .meta({ description: "Channels it may act in; '*' is all of them" });

/** Taken as it is, never trimmed. Weak ones are refused by the operation. */
export const givenPassword = ofKind('secret', z.string().min(1).max(512)).meta({
  description: '10 to 128 characters, any of them',
  examples: ['correct horse battery'],
});
export const actionToken = ofKind('secret', z.string().min(1).max(200)).meta({
  description: 'From the link in the mail',
  examples: ['q1tTQkFuR0hYb2l5N2p6c0E4d0ZrUQ'],
});
export const refreshToken = ofKind('secret', z.string().min(1).max(200));

export const accessToken = z
  .strictObject({
    accessToken: z.string().meta({ description: 'JWT; send it as Authorization: Bearer' }),
    tokenType: z.literal('Bearer'),
    expiresAt: timestamp,
  })
  .meta({ id: 'AccessToken' });

export const guestToken = accessToken
  .extend({ guestId: id, renewableUntil: timestamp })
  .meta({ id: 'GuestToken' });

export const account = z
  .strictObject({
    accountId: id,
    kind: z.enum(['customer', 'staff']),
    email: z.string(),
    name: z.string().nullable(),
    permissions: openPermissions,
    channels: channelScope,
    secondFactorRequired: z.literal(true).optional().meta({
      description:
        'The shop asks staff for a second factor, and this session showed none: it grants no permissions. Set up an authenticator app, or sign in with a passkey',
    }),
  })
  .meta({ id: 'Account' });

export const sessionTokens = accessToken
  .extend({
    refreshToken: z.string().meta({ description: 'Good for one use: each refresh gives another' }),
    refreshExpiresAt: timestamp,
    sessionId: id,
    account,
    deviceToken: z.string().optional().meta({
      description:
        'After signing in: show it at the next sign-in, so that wrong guesses of others lock this device out of nothing',
    }),
  })
  .meta({ id: 'SessionTokens' });

export const session = z
  .strictObject({
    sessionId: id,
    createdAt: timestamp,
    refreshedAt: timestamp,
    expiresAt: timestamp,
    ipAddress: z.string().nullable(),
    userAgent: z.string().nullable(),
  })
  .meta({ id: 'Session' });

export const publicKey = z.strictObject({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: z.string(),
  kid: z.string(),
  alg: z.literal('EdDSA'),
  use: z.literal('sig'),
});

export const roleName = z
  .string()
  .regex(/^[a-z][a-z0-9_]{1,39}$/)
  .meta({ examples: ['service_desk'] });
export const role = z
  .strictObject({
    name: roleName,
    description: z.string(),
    permissions: openPermissions,
    builtIn: z.boolean(),
    version,
  })
  .meta({ id: 'Role' });

export const staffMember = z
  .strictObject({
    staffId: id,
    email: z.string(),
    name: z.string().nullable(),
    roles: z.array(roleName),
    permissions: openPermissions,
    channels: channelScope,
    state: open(z.enum(['active', 'disabled']), { unknownAs: 'disabled' }),
    invited: z.boolean().meta({ description: 'No password was chosen yet' }),
    version: z.int(),
    createdAt: timestamp,
    lastLoginAt: timestamp.nullable(),
  })
  .meta({ id: 'StaffMember' });

export const apiKey = z
  .strictObject({
    apiKeyId: id,
    name: text(120),
    preview: z.string().meta({ description: 'First characters of the key' }),
    permissions: openPermissions,
    channels: channelScope,
    createdBy: z
      .string()
      .default('')
      .meta({ description: 'Who made it: `staff:<id>`, `api_key:<id>` or `system:auth`' }),
    createdByName: z.string().nullable().optional().meta({
      description: 'In lists: the name of who made it; null of the command line and of who is gone',
    }),
    createdAt: timestamp,
    expiresAt: timestamp.nullable(),
    lastUsedAt: timestamp.nullable(),
    revokedAt: timestamp.nullable(),
    standing: z
      .strictObject({
        permissions: openPermissions,
        channels: channelScope,
        secondFactorRequired: z.literal(true).optional().meta({
          description:
            'It rests until whoever made it has the second factor that the shop asks for',
        }),
      })
      .nullable()
      .optional()
      .meta({
        description:
          'In lists: what it may do now, which is what it was made with as far as its maker still may; null where it opens nothing any more',
      }),
  })
  .meta({ id: 'ApiKey' });

/** From where somebody signs in; the gateway says it, never the client. */
export const origin = {
  ipAddress: z.string().max(64),
  userAgent: z.string().max(500).optional(),
};
/** What the device was told when it signed in before: whoever shows it is not told of as a new one. */
export const deviceToken = ofKind('secret', z.string().max(100)).optional();
export const credentials = { email, password: givenPassword };

const retryAfter = z.strictObject({ retryAfterSeconds: z.int().min(1) });
export const guardFailures = {
  too_many_attempts: failure('too_many', retryAfter),
  /** The queue of password checks is full: logins may wait, checkouts go on. */
  password_checks_busy: failure('unavailable', retryAfter),
};
export const passwordFailures = {
  password_too_short: failure('invalid', z.strictObject({ characters: z.int() })),
  password_too_long: failure('invalid', z.strictObject({ characters: z.int() })),
  password_too_common: failure('invalid'),
};
export const grantFailures = {
  /** Nobody gives or touches rights that they do not hold themselves. */
  permission_not_held: failure('forbidden', z.strictObject({ permissions: openPermissions })),
  channel_not_held: failure('forbidden'),
};

/** It is on its way, or would be: nobody is told which. */
export const accepted = z.strictObject({ status: z.literal('accepted') }).meta({ id: 'Accepted' });

export const guardChange = z.enum([
  'second_factor_on',
  'second_factor_off',
  /** By staff, since the owner had lost it. */
  'second_factor_removed',
  'recovery_code_used',
  'recovery_codes_renewed',
  /** A link went to another address, and nothing is changed yet. */
  'email_change_requested',
  /** Told to the address of before. */
  'email_changed',
  /** Somebody signed in where nobody did before. */
  'new_device',
  'passkey_added',
  'passkey_removed',
  'changed',
]);
