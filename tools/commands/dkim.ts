import { parseArgs } from 'node:util';
import { dkimRecords, freshDkimKey, type DkimRecord } from '#external/email/smtp/dkim.ts';
import { dkimOf, dkimSettings } from '#external/email/smtp/index.ts';
import { printable } from '#kernel/printable.ts';

export const description = 'prints the DNS record by which others verify the shop’s mails';

export const usage = `Usage: npx kontor dkim [options]

  --new   make a key first, and print the line of the environment that sets it

Prints the TXT record that belongs to DKIM_PRIVATE_KEY, DKIM_SELECTOR and DKIM_DOMAINS (the domain
of KONTOR_SHOP_EMAIL unless told): publish it before the shop signs, see docs/how-to/sign-mails.md.

Exit code 0: printed. 2: something is not set, or set wrongly.
`;

/** As RFC 1035 has it: a string of a TXT record takes so many bytes. */
const stringBytesMax = 255;

export async function run(commandArguments: string[]): Promise<number> {
  const { values } = parseArgs({
    args: commandArguments,
    options: { new: { type: 'boolean', default: false } },
  });
  const printed = printedFor(process.env, values.new ? freshDkimKey() : undefined);
  if (printed.wrong !== undefined) process.stderr.write(`${printable(printed.wrong)}\n`);
  else process.stdout.write(printed.text);
  return printed.wrong === undefined ? 0 : 2;
}

/** What is printed for an environment, with a fresh key or the one that it sets. */
export function printedFor(
  environment: NodeJS.ProcessEnv,
  freshKey: string | undefined,
):
  | { readonly text: string; readonly wrong?: undefined }
  | { readonly text?: undefined; readonly wrong: string } {
  const given = Object.entries(environment).filter(([, value]) => value !== '');
  const key = freshKey === undefined ? {} : { DKIM_PRIVATE_KEY: freshKey };
  const { data, error } = dkimSettings.safeParse({ ...Object.fromEntries(given), ...key });
  if (error) {
    const lines = error.issues.map(({ path, message }) => `${path.join('.')} ${message}.`);
    return { wrong: lines.join('\n') };
  }
  if (data.DKIM_PRIVATE_KEY === undefined) {
    return { wrong: 'Set DKIM_PRIVATE_KEY, or make a key with npx kontor dkim --new.' };
  }
  if (data.KONTOR_SHOP_EMAIL === undefined && data.DKIM_DOMAINS === undefined) {
    return { wrong: 'Set KONTOR_SHOP_EMAIL or DKIM_DOMAINS: the domain that the mails are from.' };
  }
  const keep = `Set for the process that sends mails, and keep it secret:\n\nDKIM_PRIVATE_KEY=${freshKey}\n\n`;
  const records = dkimRecords(dkimOf(data)).map(recordText);
  return { text: `${freshKey === undefined ? '' : keep}${records.join('\n')}` };
}

function recordText({ name, type, value }: DkimRecord): string {
  const strings = value.match(new RegExp(`.{1,${stringBytesMax}}`, 'g')) ?? [];
  const quoted = strings.map((one) => `"${one}"`).join(' ');
  return `Name   ${name}\nType   ${type}\nValue  ${value}\n\nIn a zone file:\n${name}. 3600 IN ${type} ( ${quoted} )\n`;
}
