import { z } from 'zod';
import { isEmail, writtenEmail } from '#kernel/email-address/email-address.ts';
import { ofKind } from './text-kinds.ts';

/** An e-mail address, kept as `writtenEmail` writes it. */
export const email = ofKind(
  'code',
  z
    .string()
    .overwrite(writtenEmail)
    .max(254)
    .refine(isEmail, 'This is no e-mail address such as ada@example.com.')
    .meta({ format: 'email' }),
);
