import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sendEmailResultSchema } from './port.ts';
import { SmtpEmail } from './smtp/smtp.ts';

/** What a server is told, and what a good one says to it. */
const steps = {
  greeting: '220 mail',
  EHLO: '250 mail',
  MAIL: '250 go on',
  RCPT: '250 go on',
  DATA: '354 go on',
  end: '250 taken',
};
type Step = keyof typeof steps;

/** A mail server that answers one step oddly and then hangs up. */
let server: Server;
let odd: { step: Step; reply: string };
const open = new Set<Socket>();

beforeAll(async () => {
  server = createServer((socket) => {
    open.add(socket);
    socket.on('error', () => {}).on('close', () => open.delete(socket));
    let inMail = false;
    let received = '';
    const answer = (step: Step) => {
      if (step === odd.step) socket.end(odd.reply);
      else socket.write(`${steps[step]}\r\n`);
    };
    answer('greeting');
    socket.setEncoding('utf8').on('data', (text: string) => {
      received += text;
      for (let end = received.indexOf('\r\n'); end >= 0; end = received.indexOf('\r\n')) {
        const line = received.slice(0, end);
        received = received.slice(end + 2);
        const word = line.slice(0, 4).toUpperCase();
        if (inMail && line === '.') {
          inMail = false;
          answer('end');
        } else if (!inMail && word in steps) {
          inMail = word === 'DATA' && odd.step !== 'DATA';
          answer(word as Step);
        } else if (!inMail) socket.write('502 what\r\n');
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  for (const socket of open) socket.destroy();
  await new Promise((resolve) => server.close(resolve));
});

async function send() {
  const { port } = server.address() as AddressInfo;
  const email = new SmtpEmail({
    host: '127.0.0.1',
    port,
    secure: false,
    timeoutMs: 30_000,
  });
  try {
    return await email.send({
      messageId: 'odd',
      from: { name: 'Shop', address: 'shop@shop.example' },
      to: 'ada@example.org',
      subject: 'A',
      html: '<p>A</p>',
      text: 'A',
    });
  } finally {
    await email.close();
  }
}

const oddReplies: readonly (readonly [string, string])[] = [
  ['nothing', ''],
  ['a page', 'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<!doctype html>\r\n'],
  ['no number', 'gladly\r\n'],
  ['half of a line', '25'],
  ['half of several lines', '250-mail\r\n250-SI'],
  ['a number that is none of mail', '999 what\r\n'],
  ['another number', '199 what\r\n'],
  ['too much', `250-${'x'.repeat(2_000_000)}`],
];

test.each(Object.keys(steps) as Step[])(
  'an odd answer at %s never counts as a mail that was taken, or refused for good',
  { timeout: 120_000 },
  async (step) => {
    const believed: string[] = [];
    for (const [what, reply] of oddReplies) {
      odd = { step, reply };
      const reported = sendEmailResultSchema.parse(await send());
      const isLost = step === 'end' && reported.status === 'unknown' && reported.executed === 'no';
      if (reported.status !== 'unknown' || isLost)
        believed.push(`${what}: ${JSON.stringify(reported)}`);
    }
    expect(believed).toEqual([]);
  },
);

test.each([
  ['RCPT', '550 no such person', 'recipient_rejected', true],
  ['RCPT', '452 too many', 'recipient_rejected', false],
  ['MAIL', '553 not you', 'sender_rejected', true],
  ['end', '554 spam', 'message_rejected', true],
  ['end', '451 later', 'message_rejected', false],
] as const)('%s %s is the server’s own no', async (step, reply, code, permanent) => {
  odd = { step, reply: `${reply}\r\n` };
  expect(await send()).toMatchObject({ status: 'rejected', code, permanent });
});
