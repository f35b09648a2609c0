import { z } from 'zod';
import { commaSeparated } from '../../settings-forms.ts';
import { domainOf, isDkimKey, pemOf, type DkimKey } from './dkim.ts';

const label = '[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?';
const host = new RegExp(`^(?=.{1,253}$)${label}(\\.${label})+$`, 'i');
const selector = new RegExp(`^${label}(\\.${label})*$`, 'i');
const keyForm = 'RSA key of 2048 to 4096 bits in PEM; npx kontor dkim --new makes one';

/** `shop.fr=<key>`, or `shop.fr:selector=<key>`. */
interface OwnKey {
  readonly domain: string;
  readonly selector: string | undefined;
  readonly key: string;
}

export const dkimVariables = {
  DKIM_PRIVATE_KEY: z
    .string()
    .refine(isDkimKey, `is no private ${keyForm}`)
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
  DKIM_KEYS: z
    .string()
    .transform((text) => text.split(',').flatMap((part) => ownKey(part.trim()) ?? []))
    .refine((keys) => keys.length > 0 && keys.every(isWhole), {
      error: `is no list such as shop.fr=<key>,shop.it:kontor-2026=<key>, each a private ${keyForm}`,
    })
    .refine((keys) => new Set(keys.map(({ domain }) => domain)).size === keys.length, {
      error: 'names a domain twice',
    })
    .optional()
    .describe(
      'Keys of other companies’ domains: `shop.fr=…`, with a selector of its own `shop.fr:kontor-2026=…`',
    ),
};

/** What the environment says of the signature; also read by `npx kontor dkim`. */
export const dkimSettings = z.object({
  ...dkimVariables,
  KONTOR_SHOP_EMAIL: z.email('is no e-mail address').optional(),
});

/** Of what was read of the environment: a domain with a key of its own is signed by that alone. */
export function dkimOf(read: z.output<typeof dkimSettings>): DkimKey[] {
  const own = (read.DKIM_KEYS ?? []).map(({ domain, selector: named, key }) => ({
    domain,
    selector: named ?? read.DKIM_SELECTOR,
    privateKey: pemOf(key),
  }));
  const { DKIM_PRIVATE_KEY: shared, KONTOR_SHOP_EMAIL: email } = read;
  if (shared === undefined) return own;
  const privateKey = pemOf(shared);
  const domains = read.DKIM_DOMAINS ?? (email === undefined ? [] : [domainOf(email)]);
  const rest = domains
    .map((domain) => domain.toLowerCase())
    .filter((domain) => own.every((one) => one.domain !== domain));
  return [...rest.map((domain) => ({ domain, selector: read.DKIM_SELECTOR, privateKey })), ...own];
}

/** Undefined where there is nothing between two commas. */
function ownKey(text: string): OwnKey | undefined {
  if (text === '') return undefined;
  const at = text.indexOf('=');
  const [domain = '', named] = text.slice(0, Math.max(at, 0)).split(':');
  return { domain: domain.trim().toLowerCase(), selector: named?.trim(), key: text.slice(at + 1) };
}

function isWhole({ domain, selector: named, key }: OwnKey): boolean {
  return host.test(domain) && (named === undefined || selector.test(named)) && isDkimKey(key);
}
