import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:tls';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { certificateOf } from '../exchange/certificate-for-tests.ts';
import { openSandbox, type Json, type OpenSandbox } from '../sandbox/sandbox-for-tests.ts';
import { sendEmailResultSchema, type Email, type SendEmailRequest } from './port.ts';
import { smtp } from './smtp/index.ts';
import { SmtpEmail } from './smtp/smtp.ts';

let sandbox: OpenSandbox;
let email: Email;
beforeAll(async () => {
  sandbox = await openSandbox();
  email = smtp.inSandbox(sandbox, 1_000);
});
afterAll(async () => {
  await email.close();
  await sandbox.close();
});
afterEach(() => sandbox.clearFaults());

function mail(changes: Partial<SendEmailRequest> = {}): SendEmailRequest {
  return {
    messageId: randomUUID(),
    from: { name: 'Müller & Söhne', address: 'shop@kontor.example' },
    to: 'ana@example.org',
    subject: 'Your order № 7 — danke',
    html: '<p>Hello <b>Ana</b> 👋</p>',
    text: 'Hello Ana 👋',
    ...changes,
  };
}

const arrived = async (messageId: string): Promise<Json[]> =>
  (await sandbox.book('mails')).filter((entry: Json) => entry.messageId?.startsWith(messageId));

test('a mail brings what is attached, and nothing that is too large or has no plain name', async () => {
  const pdf = Buffer.from('%PDF-1.7 a small one').toString('base64');
  const attached = { fileName: 'INV-2026-1.pdf', contentType: 'application/pdf', base64: pdf };
  const request = mail({ attachments: [attached] });
  expect(await email.send(request)).toMatchObject({ status: 'sent' });
  expect(await arrived(request.messageId)).toHaveLength(1);
  const odd = [
    { ...attached, fileName: '../etc/passwd' },
    { ...attached, contentType: 'application/pdf\r\nX-Evil: 1' },
    { ...attached, base64: 'not base64!' },
    { ...attached, base64: 'A'.repeat(7_000_001) },
  ];
  for (const one of odd) {
    expect(await email.send(mail({ attachments: [one] }))).toMatchObject({
      status: 'rejected',
      code: 'malformed',
      detail: 'attachments',
    });
  }
});

test('a mail arrives as it was written', async () => {
  const request = mail({ headers: { 'X-Order': '7' } });
  const result = sendEmailResultSchema.parse(await email.send(request));
  const providerMessageId = `<${request.messageId}@kontor.example>`;
  expect(result).toEqual({ status: 'sent', providerMessageId });
  const [found] = await arrived(request.messageId);
  expect(found).toMatchObject({
    envelopeTo: ['ana@example.org'],
    subject: request.subject,
    from: 'Müller & Söhne <shop@kontor.example>',
  });
  expect(found.html.trim()).toBe(request.html);
  expect(found.text.trim()).toBe(request.text);
});

test('a mail sent twice is seen as such by its id', async () => {
  const request = mail();
  await email.send(request);
  await email.send(request);
  expect(await arrived(request.messageId)).toHaveLength(2);
});

test('many at once arrive once each', async () => {
  const requests = Array.from({ length: 40 }, () => mail());
  const results = await Promise.all(requests.map((request) => email.send(request)));
  expect(results.every((result) => result.status === 'sent')).toBe(true);
  const ids = new Set((await sandbox.book('mails')).map((entry: Json) => entry.messageId));
  for (const { messageId } of requests) expect(ids).toContain(`${messageId}@kontor.example`);
});

test('a refused recipient is rejected for good', async () => {
  const result = await email.send(mail({ to: 'rejected@example.org' }));
  expect(result).toMatchObject({ status: 'rejected', code: 'recipient_rejected', permanent: true });
});

test.each([
  [451, false],
  [554, true],
])('status %i is rejected, permanent: %s', async (statusCode, permanent) => {
  await sandbox.fault({ system: 'email', kind: 'status', statusCode });
  const request = mail();
  expect(await email.send(request)).toMatchObject({ status: 'rejected', permanent });
  expect(await arrived(request.messageId)).toHaveLength(0);
});

test('an answer that never comes is unknown, and the mail was taken once', async () => {
  await sandbox.fault({ system: 'email', kind: 'lost_answer', times: 1 });
  const request = mail();
  expect(await email.send(request)).toMatchObject({ status: 'unknown', executed: 'maybe' });
  expect(await arrived(request.messageId)).toHaveLength(1);
});

test('nobody there is certainly not sent', async () => {
  const nobody = smtp.inSandbox({ ...sandbox, smtpPort: 1 }, 500);
  expect(await nobody.send(mail())).toMatchObject({ reason: 'connection_failed', executed: 'no' });
  await nobody.close();
});

test('a mail server whose certificate nobody believes is told nothing, and that is said', async () => {
  const server = createServer(certificateOf('127.0.0.1', '230101000000Z'));
  server.on('tlsClientError', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const nobody = new SmtpEmail({ host: '127.0.0.1', port, secure: true, timeoutMs: 10_000 });
  expect(await nobody.send(mail())).toMatchObject({ reason: 'untrusted', executed: 'no' });
  await nobody.close();
  await new Promise((resolve) => server.close(resolve));
});

test.each<[string, Partial<SendEmailRequest>]>([
  ['to', { to: 'ana@example.org\r\nBcc: eve@example.org' }],
  ['to', { to: 'ana@example.org, eve@example.org' }],
  ['from.address', { from: { name: 'x', address: 'a b@example.org' } }],
  ['headers', { headers: { 'X-Order': '7\r\nBcc: eve@example.org' } }],
  ['messageId', { messageId: 'a>\r\nBcc: eve@example.org' }],
])('a line break or a second address in %s is refused', async (detail, changes) => {
  const before = (await sandbox.book('mails')).length;
  const result = await email.send(mail(changes));
  expect(result).toMatchObject({ status: 'rejected', code: 'malformed', detail });
  expect((await sandbox.book('mails')).length).toBe(before);
});

test('a line break in names and subject starts no header', async () => {
  const request = mail({
    subject: 'Hi\r\nBcc: eve@example.org',
    from: { name: 'Shop\r\nBcc: eve@example.org', address: 'shop@kontor.example' },
  });
  expect(await email.send(request)).toMatchObject({ status: 'sent' });
  const [found] = await arrived(request.messageId);
  expect(found.envelopeTo).toEqual(['ana@example.org']);
});

test('connections are opened late, and closed when idle', async () => {
  await email.close();
  const idle = new SmtpEmail({
    host: '127.0.0.1',
    port: sandbox.smtpPort,
    secure: false,
    timeoutMs: 1_000,
    idleMs: 100,
  });
  const sockets = (): number =>
    process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length;
  await new Promise((resolve) => setTimeout(resolve, 200));
  const before = sockets();
  await idle.send(mail());
  expect(sockets()).toBeGreaterThan(before);
  // Soon enough that no kept-alive HTTP connection of the test itself ends in between.
  await new Promise((resolve) => setTimeout(resolve, 600));
  expect(sockets()).toBeLessThanOrEqual(before);
  await idle.close();
});
