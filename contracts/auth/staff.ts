import { z } from 'zod';
import { actor, staffPermissions } from '#kernel/actor.ts';
import { command, failure, query } from '#kernel/contract.ts';
import {
  apiKey,
  channelScope,
  grantFailures,
  permissions,
  role,
  roleName,
  staffMember,
} from './shapes.ts';
import { step_up_required } from './passkeys.ts';
import { expectedVersion, expectsSinceVersion2, versionConflict } from '../overtaken.ts';
import { email, id, page, pageFailures, pageOf, text, timestamp } from '../shapes.ts';
import { ofKind } from '../text-kinds.ts';

const staffId = z.strictObject({ staffId: id });
const roles = z.array(roleName).max(20);
const role_not_found = failure('not_found');
const staff_not_found = failure('not_found');
const manages = { access: 'staff:manage' } as const;

/** Operations of auth about staff, their roles and API keys. */
export const staffOperations = {
  listStaff: query({
    ...manages,
    input: page,
    output: pageOf(staffMember),
    failures: pageFailures,
  }),
  getStaff: query({
    ...manages,
    input: staffId,
    output: staffMember,
    failures: { staff_not_found },
  }),
  /**
   * Whether somebody is a member of the staff who can sign in now: work is given to nobody else. With
   * a channel, one who works in it.
   */
  isActiveStaff: query({
    access: 'internal',
    input: staffId.extend({ channel: z.string().optional() }),
    output: z.strictObject({ active: z.boolean() }),
  }),
  /** Members who can sign in and may do it, in one of the channels: 500 at most, by name. */
  listAssignees: query({
    access: 'internal',
    input: z.strictObject({ permission: z.enum(staffPermissions), channels: channelScope }),
    output: z.strictObject({
      items: z.array(z.strictObject({ staffId: id, name: z.string().nullable() })),
    }),
  }),
  /** What members of the staff and API keys are called, for whoever may read what they did. */
  listActorNames: query({
    access: 'internal',
    input: z.strictObject({
      actors: z.array(z.strictObject({ kind: z.string(), id: z.string() })).max(200),
    }),
    output: z.strictObject({
      items: z.array(z.strictObject({ kind: z.string(), id: z.string(), name: z.string() })),
    }),
  }),
  /** Makes the account and sends a link by which its password is chosen, good for three days. */
  inviteStaff: command({
    scope: 'thing',
    ...manages,
    idempotency: 'key',
    input: z.strictObject({
      email,
      name: text(120),
      roles: roles.min(1),
      channels: channelScope.default('*'),
    }),
    output: staffMember,
    failures: {
      ...grantFailures,
      role_not_found,
      email_taken: failure('conflict'),
      step_up_required,
    },
  }),
  /**
   * For a member who was invited and has no password yet: a link by which it is chosen, good for
   * three days and once, in place of the one that was sent. `token` is told here and never again.
   */
  createStaffLink: command({
    scope: 'thing',
    ...manages,
    idempotency: 'natural',
    input: staffId,
    output: z
      .strictObject({
        email: z.string(),
        token: z.string().meta({ description: 'For `POST /v1/auth/password-reset/confirm`' }),
        expiresAt: timestamp,
      })
      .meta({ id: 'StaffLink' }),
    failures: {
      staff_not_found,
      ...grantFailures,
      staff_not_invited: failure('conflict'),
      step_up_required,
    },
  }),
  /**
   * Changes what is given. Rights count from the next refresh, for commands of lasting effect at
   * once; disabling ends all sessions and the API keys that the member made.
   */
  updateStaff: command({
    scope: 'thing',
    ...manages,
    idempotency: 'natural',
    input: staffId.extend({
      name: text(120).optional(),
      roles: roles.optional(),
      channels: channelScope.optional(),
      state: z.enum(['active', 'disabled']).optional(),
      expectedVersion: z.int().min(1).optional(),
    }),
    output: staffMember,
    failures: {
      staff_not_found,
      version_conflict: failure('conflict', z.strictObject({ version: z.int() })),
      role_not_found,
      ...grantFailures,
      last_administrator: failure('conflict'),
      step_up_required,
    },
  }),

  listRoles: query({
    ...manages,
    input: z.strictObject({}),
    output: pageOf(role),
  }),
  /** Makes a role, or replaces what it grants. */
  putRole: command({
    ...expectsSinceVersion2,
    scope: 'all',
    ...manages,
    idempotency: 'natural',
    input: z.strictObject({
      name: roleName,
      description: ofKind('written', z.string().trim().max(200)).default(''),
      permissions,
      expectedVersion,
    }),
    output: role,
    failures: {
      ...versionConflict,
      role_built_in: failure('conflict'),
      last_administrator: failure('conflict'),
      ...grantFailures,
      step_up_required,
    },
  }),
  deleteRole: command({
    ...expectsSinceVersion2,
    scope: 'all',
    ...manages,
    idempotency: 'natural',
    input: z.strictObject({ name: roleName, expectedVersion }),
    output: z.strictObject({}),
    failures: {
      ...versionConflict,
      role_not_found: failure('not_found'),
      role_built_in: failure('conflict'),
      role_in_use: failure('conflict', z.strictObject({ accounts: z.int() })),
      ...grantFailures,
    },
  }),

  listApiKeys: query({ ...manages, input: page, output: pageOf(apiKey), failures: pageFailures }),
  /**
   * Makes a key with some or all of one's own rights; it may do no more than its maker may at each
   * use, and rests while the shop asks its staff for a second factor that its maker has not. `key` is told once: null when repeated.
   */
  createApiKey: command({
    scope: 'thing',
    ...manages,
    idempotency: 'key',
    input: z.strictObject({
      name: text(120),
      permissions: permissions.min(1),
      channels: channelScope.default('*'),
      expiresAt: timestamp
        .nullable()
        .optional()
        .meta({ description: 'Null: never', examples: ['2036-01-01T00:00:00.000Z'] }),
    }),
    output: z.strictObject({ apiKey, key: z.string().nullable() }).meta({ id: 'CreatedApiKey' }),
    failures: {
      ...grantFailures,
      expiry_in_past: failure('invalid'),
      step_up_required,
      /** The shop asks its staff for one, and who asks has shown none. */
      second_factor_required: failure('forbidden'),
    },
  }),
  /**
   * From then on it and the keys made with it are refused: at once for commands of lasting effect, for the rest by a gateway
   * that remembers it half a minute later at most.
   */
  revokeApiKey: command({
    scope: 'thing',
    ...manages,
    idempotency: 'natural',
    input: z.strictObject({ apiKeyId: id }),
    output: z.strictObject({}),
    failures: { api_key_not_found: failure('not_found'), ...grantFailures },
  }),
  /** Whose API key this is. The gateway asks and remembers the answer for half a minute. */
  verifyApiKey: command({
    access: 'internal',
    idempotency: 'natural',
    input: z.strictObject({ key: z.string().max(200) }),
    output: z.strictObject({
      actor,
      /** The shop asks for a second factor, and whoever made the key has none: hence no permissions. */
      secondFactorRequired: z.literal(true).optional(),
    }),
    failures: { api_key_invalid: failure('unauthenticated') },
  }),

  /**
   * Who the holder of a session is now, asked before a command of lasting effect
   * (`commandEffects`): an access token is good for ten minutes whatever happens meanwhile.
   */
  verifySession: query({
    access: 'internal',
    input: z.strictObject({ sessionId: id }),
    output: z.strictObject({
      actor,
      /** The shop asks for a second factor, and the session showed none: hence no permissions. */
      secondFactorRequired: z.literal(true).optional(),
    }),
    failures: { session_ended: failure('unauthenticated') },
  }),
};
