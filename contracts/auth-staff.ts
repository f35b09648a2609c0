import { z } from 'zod';
import { actor } from '#kernel/actor.ts';
import { command, failure } from '#kernel/contract.ts';
import { apiKey, channelScope, grantFailures, permissions } from './auth-shapes.ts';
import { text, timestamp } from './shapes.ts';

/** Operations of auth about staff, their roles and API keys. */
export const staffOperations = {
  /** Whose API key this is. The gateway asks and remembers the answer for half a minute. */
  verifyApiKey: command({
    access: 'internal',
    idempotency: 'natural',
    input: z.strictObject({ key: z.string().max(200) }),
    output: z.strictObject({ actor }),
    failures: { api_key_invalid: failure('unauthenticated') },
  }),

  /** Makes a key with some or all of one's own rights. `key` is told once: null when repeated. */
  createApiKey: command({
    access: 'staff:manage',
    idempotency: 'key',
    input: z.strictObject({
      name: text(120),
      permissions: permissions.min(1),
      channels: channelScope.default('*'),
      expiresAt: timestamp.optional(),
    }),
    output: z.strictObject({ apiKey, key: z.string().nullable() }),
    failures: { ...grantFailures, expiry_in_past: failure('invalid') },
  }),

  /**
   * The first administrator and an API key with every permission, for the first start. Repeated
   * within an hour and before anybody signed in, both are made anew, since what was told may never
   * have arrived; later nothing is made.
   */
  bootstrapAdministrator: command({
    access: 'internal',
    idempotency: 'natural',
    input: z.strictObject({}),
    output: z.strictObject({
      created: z.boolean(),
      email: z.string(),
      password: z.string().optional(),
      apiKey: z.string().optional(),
    }),
  }),
};
