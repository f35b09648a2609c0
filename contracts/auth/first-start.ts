import { z } from 'zod';
import { command } from '#kernel/contract.ts';
import { timestamp } from '../shapes.ts';

/** By which a shop that nobody has entered yet gets its first administrator. Schemas only. */
export const firstStartOperations = {
  /**
   * The first administrator and an API key with every permission, for the first start. Repeated
   * within an hour and before anybody signed in, both are made anew, since what was told may never
   * have arrived; later nothing is made.
   */
  bootstrapAdministrator: command({
    access: 'internal',
    idempotency: 'natural',
    input: z.strictObject({
      /** True unless it is said; without one it is chosen by the link of `makeFirstLink`. */
      withPassword: z.boolean().optional(),
    }),
    output: z.strictObject({
      created: z.boolean(),
      email: z.string(),
      password: z.string().optional(),
      apiKey: z.string().optional(),
    }),
  }),
  /**
   * By which the first administrator's password is chosen, good for a day and once, in place of the
   * one before; null as soon as somebody signed in as them, or as another who manages staff. By it
   * they choose the address, too, with which they sign in: again where it was mistyped.
   */
  makeFirstLink: command({
    access: 'internal',
    idempotency: 'natural',
    input: z.strictObject({}),
    output: z.strictObject({
      link: z
        .strictObject({ email: z.string(), token: z.string(), expiresAt: timestamp })
        .nullable(),
    }),
  }),
};
