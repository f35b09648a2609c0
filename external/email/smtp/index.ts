import { z } from 'zod';
import { sandboxReportKeys } from '../../exchange/sandbox-keys.ts';
import { provider } from '../../provider.ts';
import { dkimOf, dkimVariables } from './dkim-settings.ts';
import { isReportKey } from './mail-reports.ts';
import { SmtpEmail, type SmtpSettings } from './smtp.ts';

interface Server extends Omit<SmtpSettings, 'timeoutMs'> {
  webhookSecrets: readonly string[];
}

export const smtp = provider({
  system: 'email',
  id: 'smtp',
  called: 'any SMTP server',
  settings: z.object({
    SMTP_URL: z
      .string()
      .refine(isSmtpUrl, 'is no address such as smtp://user:password@host:587 or smtps://…')
      .describe('`smtp://user:password@host:587`, `smtps://…`'),
    SENDGRID_WEBHOOK_PUBLIC_KEY: z
      .string()
      .refine(isReportKey, 'is no public key of ECDSA, as SendGrid shows it')
      .optional()
      .describe('Verifies what SendGrid, or a relay in its form, reports of mails'),
    ...dkimVariables,
  }),
  shown: ['DKIM_SELECTOR', 'DKIM_DOMAINS'],
  beside: z.object({
    KONTOR_SHOP_EMAIL: z.email('is no e-mail address').describe('Which the mails are from'),
  }),
  connection: (read): Server => {
    const dkim = dkimOf(read);
    const reportKey = read.SENDGRID_WEBHOOK_PUBLIC_KEY;
    return {
      ...smtpServer(new URL(read.SMTP_URL)),
      ...(dkim.length > 0 && { dkim }),
      reports: reportKey !== undefined,
      webhookSecrets: reportKey === undefined ? [] : [reportKey],
    };
  },
  sandbox: ({ httpUrl, smtpPort, secret }) => ({
    host: new URL(httpUrl).hostname,
    port: smtpPort,
    secure: false,
    reports: true,
    webhookSecrets: [sandboxReportKeys(secret).publicKey],
  }),
  open: (connection) => new SmtpEmail(connection),
  webhook: { secrets: ({ webhookSecrets }) => webhookSecrets },
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
