import { z } from 'zod';
import { query } from '#kernel/contract.ts';

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
} as const;
