import { z } from 'zod';
import { sandboxDefaults } from '../../exchange/sandbox-keys.ts';
import { provider } from '../../provider.ts';
import { SmtpEmail, type SmtpSettings } from './smtp.ts';

type Server = Omit<SmtpSettings, 'timeoutMs'>;

export const smtp = provider({
  system: 'email',
  id: 'smtp',
  called: 'any SMTP server',
  settings: z.object({
    SMTP_URL: z
      .string()
      .refine(isSmtpUrl, 'is no address such as smtp://user:password@host:587 or smtps://…')
      .describe('`smtp://user:password@host:587`, `smtps://…`'),
  }),
  beside: z.object({
    KONTOR_SHOP_EMAIL: z.email('is no e-mail address').describe('Which the mails are from'),
  }),
  connection: (read): Server => ({
    ...smtpServer(new URL(read.SMTP_URL)),
    messageIdDomain: read.KONTOR_SHOP_EMAIL.split('@')[1]!,
  }),
  sandbox: ({ httpUrl, smtpPort }) => ({
    host: new URL(httpUrl).hostname,
    port: smtpPort,
    secure: false,
    messageIdDomain: sandboxDefaults.mailDomain,
  }),
  open: (connection) => new SmtpEmail(connection),
});

function isSmtpUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password } = new URL(text);
  return /^smtps?:$/.test(protocol) && hostname !== '' && (username === '') === (password === '');
}

function smtpServer(url: URL) {
  const secure = url.protocol === 'smtps:';
  return {
    host: url.hostname,
    port: url.port === '' ? (secure ? 465 : 587) : Number(url.port),
    secure,
    auth:
      url.username === ''
        ? undefined
        : { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) },
  };
}
