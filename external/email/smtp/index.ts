import { z } from 'zod';
import { sandboxDefaults, sandboxReportKeys } from '../../exchange/sandbox-keys.ts';
import { provider } from '../../provider.ts';
import { commaSeparated } from '../../settings-forms.ts';
import { isDkimKey, pemOf, type DkimSettings } from './dkim.ts';
import { isReportKey } from './mail-reports.ts';
import { SmtpEmail, type SmtpSettings } from './smtp.ts';

interface Server extends Omit<SmtpSettings, 'timeoutMs'> {
  webhookSecrets: readonly string[];
}

const host =
  /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+$/i;
const selector = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/i;

const dkimVariables = {
  DKIM_PRIVATE_KEY: z
    .string()
    .refine(
      isDkimKey,
      'is no private RSA key of 2048 to 4096 bits in PEM; npx kontor dkim --new makes one',
    )
    .optional()
    .describe('Signs the mails; `npx kontor dkim` prints the record to publish'),
  DKIM_SELECTOR: z
    .string()
    .regex(selector, 'is no name such as kontor or kontor-2026')
    .default('kontor')
    .describe('The first part of the name of that record'),
  DKIM_DOMAINS: commaSeparated(host, 'domains such as shop.example')
    .optional()
    .describe('Which publish it; the one of `KONTOR_SHOP_EMAIL` unless told'),
};

/** What the environment says of the signature; also read by `npx kontor dkim`. */
export const dkimSettings = z.object({
  ...dkimVariables,
  KONTOR_SHOP_EMAIL: z.email('is no e-mail address').optional(),
});

/** Of what was read of the environment with a key. */
export function dkimOf(read: z.output<typeof dkimSettings>): DkimSettings {
  const domains = read.DKIM_DOMAINS ?? [domainOf(read.KONTOR_SHOP_EMAIL ?? '')];
  return {
    selector: read.DKIM_SELECTOR,
    domains: domains.map((domain) => domain.toLowerCase()),
    privateKey: pemOf(read.DKIM_PRIVATE_KEY!),
  };
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1);
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
  connection: (read): Server => ({
    ...smtpServer(new URL(read.SMTP_URL)),
    messageIdDomain: domainOf(read.KONTOR_SHOP_EMAIL),
    ...(read.DKIM_PRIVATE_KEY !== undefined && { dkim: dkimOf(read) }),
    reports: read.SENDGRID_WEBHOOK_PUBLIC_KEY !== undefined,
    webhookSecrets: read.SENDGRID_WEBHOOK_PUBLIC_KEY ? [read.SENDGRID_WEBHOOK_PUBLIC_KEY] : [],
  }),
  sandbox: ({ httpUrl, smtpPort, secret }) => ({
    host: new URL(httpUrl).hostname,
    port: smtpPort,
    secure: false,
    messageIdDomain: sandboxDefaults.mailDomain,
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
