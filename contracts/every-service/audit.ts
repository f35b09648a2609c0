import { z } from 'zod';
import { query } from '#kernel/contract.ts';
import { id, page, pageFailures, pageOf, text, timestamp } from '../shapes.ts';

/** What every service promises of the rows that its changes by staff and API keys leave. Schemas only. */

/** PostgreSQL knows no year 0000. */
const instant = timestamp.refine((given) => given >= '0001', 'Give a year from 0001 on.');

export const auditEntry = z
  .strictObject({
    entryId: id,
    at: timestamp.meta({ description: 'UTC, ISO 8601, to the microsecond' }),
    service: z.string().meta({ description: 'Whose change it was', examples: ['product'] }),
    operation: z.string().meta({ examples: ['setPrice'] }),
    subject: z
      .string()
      .nullable()
      .meta({
        description: 'What was changed',
        examples: ['product 01920d3e-6f5a-7c4e-9a3b-2f1c0d9e8b7a'],
      }),
    actor: z.strictObject({
      kind: z.string().meta({
        description: '`staff` or `api_key`; `system`: by the command line',
        examples: ['staff'],
      }),
      id: z.string().meta({ examples: ['01920d3e-6f5a-7c4e-9a3b-2f1c0d9e8b7a'] }),
      name: z
        .string()
        .nullable()
        .optional()
        .meta({
          description:
            'What the member of the staff or the key is called today; null: nobody knows',
          examples: ['Ada Sievers'],
        }),
      channels: z
        .array(z.string())
        .meta({ description: 'In which they might act then; `*`: in all', examples: [['*']] }),
    }),
    before: z
      .unknown()
      .meta({ description: 'What is known of it before; null: nothing', examples: [null] }),
    after: z.unknown().meta({
      description: 'What is known of it afterwards; null: nothing',
      examples: [{ status: 'active', version: 3 }],
    }),
    traceId: z.string().meta({ examples: ['4bf92f3577b34da6a3ce929d0e0e4736'] }),
  })
  .meta({ id: 'AuditEntry' });

export const auditPromises = {
  /**
   * The newest first. Who is limited to channels sees the changes of those alone who might act in
   * no other channel. One of the gateway's neighbours tells of the services behind it, too.
   */
  listAuditEntries: query({
    access: 'audit:read',
    input: page.extend({
      actorId: text(100).optional().meta({ description: 'Id of a member of the staff or a key' }),
      operation: text(100)
        .optional()
        .meta({ examples: ['setPrice'] }),
      subject: text(500)
        .optional()
        .meta({ description: 'Exactly as an entry tells it', examples: ['channel default'] }),
      from: instant.optional().meta({ description: 'From then on' }),
      until: instant.optional().meta({ description: 'Before then' }),
    }),
    output: pageOf(auditEntry),
    failures: pageFailures,
  }),
} as const;
