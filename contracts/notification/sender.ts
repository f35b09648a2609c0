import { z } from 'zod';
import { command, failure, query } from '#kernel/contract.ts';
import { open } from '#kernel/open-values.ts';
import { email, id, locale } from '../shapes.ts';
import { sentTemplate, templateInvalid, templateSource } from './shapes.ts';

const sender = z
  .strictObject({
    channel: z.string(),
    name: z.string().meta({ examples: ['Kontor'] }),
    address: z.string().meta({ examples: ['shop@kontor.example'] }),
    provider: z.string().meta({ description: 'Who takes new mails', examples: ['smtp'] }),
    sandbox: z.boolean().meta({ description: 'The sandbox stands in for it: nobody gets a mail' }),
    hasSent: z
      .boolean()
      .meta({ description: 'Whether who takes new mails has sent any of the channel' }),
  })
  .meta({ id: 'MailSender' });

/** From whom the mails of the channel asked for are, and who carries them. */
export const mailSenderPromises = {
  getMailSender: query({
    access: 'notifications:read',
    input: z.strictObject({}),
    output: sender,
  }),
  /**
   * Sends a mail at once, past everything that waits, and says what became of it: a line that says
   * that mails arrive, or a kind of mail filled with a sample.
   */
  sendTestMail: command({
    // A version before would send another one under the same key, and none of a template.
    version: 2,
    scope: 'channel',
    access: 'notifications:write',
    idempotency: 'key',
    input: z.strictObject({
      email,
      template: z
        .strictObject({ name: sentTemplate, locale, draft: templateSource.optional() })
        .optional()
        .meta({
          description: 'Which kind of mail, in a draft or as it is used',
          examples: [{ name: 'order_confirmation', locale: 'en' }],
        }),
    }),
    failures: {
      ...templateInvalid,
      address_stopped: failure('conflict', z.strictObject({ reason: z.string() })),
      too_many_test_mails: failure(
        'too_many',
        z.strictObject({ retryAfterSeconds: z.int().min(1) }),
      ),
    },
    output: z
      .strictObject({
        messageId: id.meta({ description: 'As it stands in `Message-ID`' }),
        outcome: open(z.enum(['sent', 'refused', 'unclear']), { unknownAs: 'unclear' }).meta({
          description: '`unclear` where who carries mails did not answer',
        }),
        detail: z
          .string()
          .nullable()
          .meta({
            description: 'What who carries mails said to it',
            examples: [null],
          }),
        provider: z.string().meta({ examples: ['smtp'] }),
        sandbox: z.boolean(),
      })
      .meta({ id: 'TestMail' }),
  }),
} as const;
