import { z } from 'zod';
import type { Settings } from './settings.ts';

const environmentSettings = z.object({
  KONTOR_PUBLIC_URL: z.url().optional(),
  KONTOR_CAPTURE_AT: z.enum(['order', 'shipment']).default('order'),
  KONTOR_RESERVATION_SECONDS: z.coerce.number().int().min(30).max(3_600).default(120),
  KONTOR_CHALLENGE_SECONDS: z.coerce.number().int().min(10).max(3_600).default(600),
  KONTOR_LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'])
    .default('warn'),
  KONTOR_RATE_LIMITS: z.enum(['on', 'off']).default('on'),
  KONTOR_TRUSTED_PROXIES: z
    .string()
    .regex(/^[\da-f.:/, ]*$/i, 'write addresses or networks, comma between, e.g. 10.0.0.0/8')
    .default(''),
  KONTOR_SHOP_NAME: z.string().default('Kontor Demo Store'),
  KONTOR_SHOP_LEGAL_NAME: z.string().default('Kontor Demo Store GmbH'),
  KONTOR_SHOP_STREET: z.string().default('Alter Wandrahm 1'),
  KONTOR_SHOP_POSTAL_CODE: z.string().default('20457'),
  KONTOR_SHOP_CITY: z.string().default('Hamburg'),
  KONTOR_SHOP_COUNTRY: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .default('DE'),
  KONTOR_SHOP_TAX_ID: z.string().default('DE123456789'),
  KONTOR_SHOP_EMAIL: z.email().default('shop@kontor.example'),
  KONTOR_SHOP_PHONE: z.string().default('+494012345678'),
});

/**
 * Parses the settings of the environment once.
 * @throws with one line for each variable that cannot be read
 */
export function readSettings(
  environment: NodeJS.ProcessEnv,
  given: Pick<Settings, 'secret' | 'publicUrl' | 'webhookSecrets'>,
): Settings {
  const parsed = environmentSettings.safeParse(environment);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`Settings cannot be read:\n  ${lines.join('\n  ')}`);
  }
  const read = parsed.data;
  const publicUrl = read.KONTOR_PUBLIC_URL?.replace(/\/$/, '') ?? given.publicUrl;
  return {
    publicUrl,
    secret: given.secret,
    webhookSecrets: given.webhookSecrets,
    captureAt: read.KONTOR_CAPTURE_AT,
    reservationSeconds: read.KONTOR_RESERVATION_SECONDS,
    challengeSeconds: read.KONTOR_CHALLENGE_SECONDS,
    shop: {
      name: read.KONTOR_SHOP_NAME,
      legalName: read.KONTOR_SHOP_LEGAL_NAME,
      street: read.KONTOR_SHOP_STREET,
      postalCode: read.KONTOR_SHOP_POSTAL_CODE,
      city: read.KONTOR_SHOP_CITY,
      countryCode: read.KONTOR_SHOP_COUNTRY,
      taxId: read.KONTOR_SHOP_TAX_ID,
      email: read.KONTOR_SHOP_EMAIL,
      phone: read.KONTOR_SHOP_PHONE,
      websiteUrl: publicUrl,
    },
    rateLimits: read.KONTOR_RATE_LIMITS,
    trustedProxies: read.KONTOR_TRUSTED_PROXIES.split(/[, ]+/).filter(Boolean),
    testClock: false,
    logLevel: read.KONTOR_LOG_LEVEL,
  };
}
