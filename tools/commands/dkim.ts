import { parseArgs } from 'node:util';
import { dkimRecord, freshDkimKey, type DkimRecord } from '#external/email/smtp/dkim.ts';
import { dkimOf, dkimSettings } from '#external/email/smtp/dkim-settings.ts';
import { printable } from '#kernel/printable.ts';

export const description = 'prints the DNS record by which others verify the shop’s mails';

export const usage = `Usage: npx kontor dkim [options]

  --new              make a key first, and print the line of the environment that sets it
  --domain <domain>  with --new: a key of this domain's own, for another company's mails

Prints the TXT record of each domain that signs: those of DKIM_PRIVATE_KEY with DKIM_SELECTOR and
DKIM_DOMAINS (the domain of KONTOR_SHOP_EMAIL unless told), and those of DKIM_KEYS. Publish them
before the shop signs, see docs/how-to/sign-mails.md.

Exit code 0: printed. 2: something is not set, or set wrongly.
`;

/** As RFC 1035 has it: a string of a TXT record takes so many bytes. */
const stringBytesMax = 255;

export async function run(commandArguments: string[]): Promise<number> {
  const { values } = parseArgs({
    args: commandArguments,
    options: { new: { type: 'boolean', default: false }, domain: { type: 'string' } },
  });
  const fresh = values.new ? { key: freshDkimKey(), domain: values.domain } : undefined;
  const printed =
    values.domain !== undefined && !fresh
      ? { wrong: '--domain goes with --new; all records are printed without both.' }
      : printedFor(process.env, fresh);
  if (printed.wrong !== undefined) process.stderr.write(`${printable(printed.wrong)}\n`);
  else process.stdout.write(printed.text);
  return printed.wrong === undefined ? 0 : 2;
}

interface FreshKey {
  readonly key: string;
  /** Whose own it is; undefined: of all domains without one. */
  readonly domain?: string | undefined;
}

/** What is printed for an environment, with a fresh key or those that it sets. */
export function printedFor(
  environment: NodeJS.ProcessEnv,
  fresh: FreshKey | undefined,
):
  | { readonly text: string; readonly wrong?: undefined }
  | { readonly text?: undefined; readonly wrong: string } {
  const given = Object.entries(environment).filter(([, value]) => value !== '');
  const entry = fresh && entryOf(fresh, environment);
  const { data, error } = dkimSettings.safeParse({ ...Object.fromEntries(given), ...entry });
  if (error) {
    const lines = error.issues.map(({ path, message }) => `${path.join('.')} ${message}.`);
    return { wrong: lines.join('\n') };
  }
  if (data.DKIM_PRIVATE_KEY === undefined && data.DKIM_KEYS === undefined) {
    return { wrong: 'Set DKIM_PRIVATE_KEY, or make a key with npx kontor dkim --new.' };
  }
  const keys = dkimOf(data);
  if (keys.length === 0) {
    return { wrong: 'Set KONTOR_SHOP_EMAIL or DKIM_DOMAINS: the domain that the mails are from.' };
  }
  // The records of a key that is made are its own.
  const own = fresh?.domain?.toLowerCase();
  const shown = own === undefined ? keys : keys.filter(({ domain }) => domain === own);
  const records = shown.map((key) => recordText(dkimRecord(key)));
  return { text: `${keepText(entry)}${records.join('\n')}` };
}

/** What sets a fresh key; of a domain's own beside those that others have. */
function entryOf({ key, domain }: FreshKey, { DKIM_KEYS: others = '' }: NodeJS.ProcessEnv) {
  if (domain === undefined) return { DKIM_PRIVATE_KEY: key };
  const entry = `${domain.toLowerCase()}=${key}`;
  return { DKIM_KEYS: others === '' ? entry : `${others},${entry}` };
}

function keepText(entry: ReturnType<typeof entryOf> | undefined): string {
  const lines = Object.entries(entry ?? {}).map(([name, value]) => `${name}=${value}\n\n`);
  return entry
    ? `Set for the process that sends mails, and keep it secret:\n\n${lines.join('')}`
    : '';
}

function recordText({ name, type, value }: DkimRecord): string {
  const strings = value.match(new RegExp(`.{1,${stringBytesMax}}`, 'g')) ?? [];
  const quoted = strings.map((one) => `"${one}"`).join(' ');
  return `Name   ${name}\nType   ${type}\nValue  ${value}\n\nIn a zone file:\n${name}. 3600 IN ${type} ( ${quoted} )\n`;
}
