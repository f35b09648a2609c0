import { z } from 'zod';
import { command, query } from '#kernel/contract.ts';
import { open } from '#kernel/open-values.ts';
import { email } from '../shapes.ts';

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
  /** Sends a mail at once, past everything that waits, and says what became of it. */
  sendTestMail: command({
    scope: 'channel',
    access: 'notifications:write',
    idempotency: 'natural',
    input: z.strictObject({ email }),
    output: z
      .strictObject({
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
