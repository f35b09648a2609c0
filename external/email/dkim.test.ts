import { createPublicKey, generateKeyPairSync, hash, randomUUID, verify } from 'node:crypto';
import { request } from 'undici';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSandbox, type Json, type OpenSandbox } from '../sandbox/sandbox-for-tests.ts';
import { dkimRecord, freshDkimKey, isDkimKey, pemOf, signatureFor } from './smtp/dkim.ts';
import { dkimOf, dkimSettings } from './smtp/dkim-settings.ts';
import { SmtpEmail } from './smtp/smtp.ts';

const key = freshDkimKey();
const otherCompany = {
  DKIM_KEYS: `shop.fr:fr-1=${freshDkimKey()},mail.shop.example=${freshDkimKey()}`,
};
const dkim = dkimOf(
  dkimSettings.parse({
    DKIM_SELECTOR: 'kontor-2026',
    DKIM_DOMAINS: 'Shop.example,other.example',
    DKIM_PRIVATE_KEY: key,
    ...otherCompany,
  }),
);
/** As published by this domain. */
const recordOf = (domain: string) => dkimRecord(dkim.find((one) => one.domain === domain)!);

let sandbox: OpenSandbox;
let email: SmtpEmail;
beforeAll(async () => {
  sandbox = await openSandbox();
  email = new SmtpEmail({
    host: '127.0.0.1',
    port: sandbox.smtpPort,
    secure: false,
    timeoutMs: 5_000,
    dkim,
  });
});
afterAll(async () => {
  await email.close();
  await sandbox.close();
});

/** A mail as the sandbox received it, to the last byte. */
async function sent(from: string): Promise<string> {
  const messageId = randomUUID();
  const result = await email.send({
    messageId,
    from: { name: 'Müller & Söhne, Buchhandlung am Fischmarkt zu Hamburg', address: from },
    to: 'ana@example.org',
    subject: 'Ihre Bestellung № 7 — danke, und alles Gute für die nächsten sieben Wochen! 👋',
    html: `<p>Hallo <b>Ana</b> 👋 ${'lang '.repeat(60)}</p>\n\n\n`,
    text: 'Hallo Ana 👋 \t \n. ein Punkt\n\n\n',
    headers: {
      'List-Unsubscribe': '<https://shop.example/u/abc>',
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    },
    attachments: [
      {
        fileName: 'INV-1.pdf',
        contentType: 'application/pdf',
        base64: Buffer.from('%PDF '.repeat(500)).toString('base64'),
      },
    ],
  });
  expect(result).toMatchObject({ status: 'sent' });
  const mails: Json[] = await sandbox.book('mails');
  const { id } = mails.find((mail) => mail.messageId?.startsWith(messageId));
  const answer = await request(`${sandbox.httpUrl}/mailbox/${id}/raw`);
  expect(answer.headers['content-type']).toBe('message/rfc822');
  return Buffer.from(await answer.body.arrayBuffer()).toString('latin1');
}

/** RFC 6376 by its own words, with the record as it is published: undefined, or what is wrong. */
function wrongIn(raw: string, record: string, mustSign: readonly string[] = []) {
  const [head = '', ...rest] = raw.split('\r\n\r\n');
  const body = rest.join('\r\n\r\n');
  const fields = head.split(/\r\n(?![ \t])/);
  const nameOf = (field: string) => field.slice(0, field.indexOf(':')).trim().toLowerCase();
  const signature = fields.find((field) => nameOf(field) === 'dkim-signature');
  if (!signature) return 'unsigned';
  const tags = tagsOf(signature.slice(signature.indexOf(':') + 1));
  if (tags['c'] !== 'relaxed/relaxed' || tags['a'] !== 'rsa-sha256') return 'another form';
  if (hash('sha256', Buffer.from(relaxedBody(body), 'latin1'), 'base64') !== tags['bh'])
    return 'another body';
  const signed = tags['h']!.split(':').map((name) => name.trim().toLowerCase());
  const missing = mustSign.find((name) => !signed.includes(name));
  if (missing) return `${missing} is not signed`;
  const left = [...fields];
  const lines = signed.flatMap((name) => {
    const at = left.findLastIndex((field) => nameOf(field) === name);
    return at < 0 ? [] : [`${relaxedHeader(left.splice(at, 1)[0]!)}\r\n`];
  });
  const own = relaxedHeader(signature).replace(/(;\s*b=)[^;]*/, '$1');
  const { p } = tagsOf(record);
  const publicKey = createPublicKey({
    key: Buffer.from(p!, 'base64'),
    format: 'der',
    type: 'spki',
  });
  const data = Buffer.from(lines.join('') + own, 'latin1');
  return verify('sha256', data, publicKey, Buffer.from(tags['b']!, 'base64'))
    ? undefined
    : 'another signature';
}

function tagsOf(text: string): Record<string, string> {
  const unfolded = text.replaceAll('\r\n', '');
  return Object.fromEntries(
    unfolded.split(';').flatMap((tag) => {
      const at = tag.indexOf('=');
      if (at < 0) return [];
      return [[tag.slice(0, at).trim(), tag.slice(at + 1).replaceAll(/\s/g, '')]];
    }),
  );
}

/** 3.4.2 */
function relaxedHeader(field: string): string {
  const at = field.indexOf(':');
  const value = field
    .slice(at + 1)
    .replaceAll('\r\n', '')
    .replaceAll(/[ \t]+/g, ' ')
    .trim();
  return `${field.slice(0, at).trim().toLowerCase()}:${value}`;
}

/** 3.4.4 */
function relaxedBody(body: string): string {
  const lines = body.split('\r\n').map((line) => line.replaceAll(/[ \t]+/g, ' ').replace(/ $/, ''));
  while (lines.at(-1) === '') lines.pop();
  return lines.length === 0 ? '' : `${lines.join('\r\n')}\r\n`;
}

const record = recordOf('shop.example');

test('a mail that arrives is signed, as its domain’s record verifies', async () => {
  const raw = await sent('hello@shop.example');
  const mustSign = 'from to subject date message-id mime-version content-type'
    .split(' ')
    .concat('list-unsubscribe', 'list-unsubscribe-post');
  expect(wrongIn(raw, record.value, mustSign)).toBeUndefined();
  expect(raw).toMatch(/^DKIM-Signature:[^]*d=shop\.example;[^]*s=kontor-2026;/im);
  // What is changed on the way is seen.
  expect(wrongIn(raw.replace('ana@example.org', 'eve@example.org'), record.value)).toBe(
    'another signature',
  );
  const cut = raw.replace(/(\r\n\r\n[^]*)Hallo/, '$1Hello');
  expect(cut).not.toBe(raw);
  expect(wrongIn(cut, record.value)).toBe('another body');
  const others = dkimRecord({ ...dkim[0]!, privateKey: pemOf(freshDkimKey()) });
  expect(wrongIn(raw, others.value)).toBe('another signature');
});

test('a channel’s own domain signs its mails where it is named, and nobody’s else', async () => {
  const named = await sent('hello@mail.other.example');
  expect(wrongIn(named, record.value)).toBeUndefined();
  expect(named).toMatch(/d=other\.example;/);
  expect(wrongIn(await sent('hello@elsewhere.example'), record.value)).toBe('unsigned');
  expect(signatureFor(dkim, 'hello@notshop.example')).toBeUndefined();
});

test('another company’s mails are signed by its own key, and name nothing of the first', async () => {
  const raw = await sent('bonjour@shop.fr');
  expect(wrongIn(raw, recordOf('shop.fr').value)).toBeUndefined();
  expect(wrongIn(raw, record.value)).toBe('another signature');
  expect(raw).toMatch(/^DKIM-Signature:[^]*d=shop\.fr;[^]*s=fr-1;/im);
  const [head = ''] = raw.split('\r\n\r\n');
  // The link is the one that was given.
  expect(head.replaceAll(/<https:[^>]*>/g, '')).not.toContain('shop.example');
  // Of two domains the nearer one's, by the selector that all have.
  const near = await sent('hello@mail.shop.example');
  expect(wrongIn(near, recordOf('mail.shop.example').value)).toBeUndefined();
  expect(near).toMatch(/d=mail\.shop\.example;[^]*s=kontor-2026;/);
  // A key alone signs nothing else.
  const alone = dkimOf(
    dkimSettings.parse({ ...otherCompany, KONTOR_SHOP_EMAIL: 'hello@shop.example' }),
  );
  expect(signatureFor(alone, 'hello@shop.example')).toBeUndefined();
  expect(signatureFor(alone, 'bonjour@shop.fr')).toMatchObject({ domainName: 'shop.fr' });
});

test('a record has the name that verifiers ask for', () => {
  expect(dkim.map((one) => dkimRecord(one).name)).toEqual([
    'kontor-2026._domainkey.shop.example',
    'kontor-2026._domainkey.other.example',
    'fr-1._domainkey.shop.fr',
    'kontor-2026._domainkey.mail.shop.example',
  ]);
  expect(record.value).toMatch(/^v=DKIM1; k=rsa; p=[\w+/=]{300,}$/);
});

test('a key is RSA of 2048 to 4096 bits, in whatever form it is given', () => {
  const pem = (modulusLength: number, type: 'pkcs1' | 'pkcs8' = 'pkcs8') =>
    generateKeyPairSync('rsa', { modulusLength })
      .privateKey.export({ type, format: 'pem' })
      .toString();
  expect([key, pem(2_048), pem(2_048, 'pkcs1').replaceAll('\n', '\\n')].map(isDkimKey)).toEqual([
    true,
    true,
    true,
  ]);
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const refused = [
    pem(1_024),
    privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    'kontor',
    '',
  ];
  expect(refused.map(isDkimKey)).toEqual(refused.map(() => false));
});
