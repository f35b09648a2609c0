import { randomUUID } from 'node:crypto';
import PostalMime from 'postal-mime';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Book, Shelf } from '../book/book.ts';
import type { Faults } from '../book/faults.ts';

/** As it came over the wire; read by `readMail`. */
export interface StoredMail {
  id: string;
  /** Without angle brackets; the same twice is a mail sent twice. */
  messageId: string | null;
  envelopeFrom: string;
  envelopeTo: string[];
  receivedAt: string;
  raw: string;
}

export interface Mail extends Omit<StoredMail, 'raw'> {
  from: string;
  to: string[];
  subject: string;
  html: string;
  text: string;
  headers: Record<string, string>;
  attachments: { fileName: string; contentType: string; base64: string }[];
}

const mailBytesMax = 2_000_000;

/** Takes every mail; addresses whose local part starts with `rejected` are refused. */
export function createMailServer(book: Book, faults: Faults): SMTPServer {
  const shelf = book.shelf<StoredMail>('mails');
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    size: mailBytesMax,
    logger: false,
    onRcptTo({ address }, _session, callback) {
      callback(address.startsWith('rejected') ? refusal(550, 'No such mailbox') : null);
    },
    onData(stream, session, callback) {
      void receive(stream, session, shelf, faults, () => cutConnection(server, session))
        .then(async (refused) => {
          await book.committed();
          return refused;
        })
        .then(callback, (error: Error) => callback(error));
    },
  });
  return server;
}

/** The types of the server leave out its connections. */
function cutConnection(server: SMTPServer, { id }: SMTPServerSession): void {
  const { connections } = server as unknown as {
    connections: Set<{ id: string; _socket: { destroy(): void } }>;
  };
  // oxlint-disable-next-line no-underscore-dangle -- the server has no other name for it
  for (const connection of connections) if (connection.id === id) connection._socket.destroy();
}

async function receive(
  stream: SMTPServerDataStream,
  session: SMTPServerSession,
  shelf: Shelf<StoredMail>,
  faults: Faults,
  cut: () => void,
): Promise<Error | null> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  if (stream.sizeExceeded) return refusal(552, 'The mail is too large');
  const fault = faults.strike('email', 'send', null);
  if (fault !== undefined && fault.delayMs > 0) await sleep(fault.delayMs);
  if (fault?.kind === 'status') return refusal(fault.statusCode, 'The server is unwell');
  if (fault?.kind === 'half_open') return new Promise<never>(() => undefined);
  if (fault?.kind !== 'reset') keep(Buffer.concat(chunks).toString('latin1'), session, shelf);
  if (fault?.kind === 'lost_answer' || fault?.kind === 'reset') {
    cut();
    return new Promise<never>(() => undefined);
  }
  return null;
}

function keep(raw: string, session: SMTPServerSession, shelf: Shelf<StoredMail>): void {
  const { mailFrom, rcptTo } = session.envelope;
  const messageId = /^message-id:\s*<([^>]+)>/im.exec(raw)?.[1] ?? null;
  shelf.insert(
    {
      id: randomUUID(),
      messageId,
      envelopeFrom: mailFrom === false ? '' : mailFrom.address,
      envelopeTo: rcptTo.map(({ address }) => address),
      receivedAt: new Date().toISOString(),
      raw,
    },
    messageId,
  );
}

function refusal(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}

export async function readMail({ raw, ...stored }: StoredMail): Promise<Mail> {
  const parsed = await PostalMime.parse(Buffer.from(raw, 'latin1'));
  const address = (entry: { name?: string; address?: string } | undefined): string =>
    entry?.name ? `${entry.name} <${entry.address ?? ''}>` : (entry?.address ?? '');
  return {
    ...stored,
    from: address(parsed.from),
    to: (parsed.to ?? []).map(address),
    subject: parsed.subject ?? '',
    html: parsed.html ?? '',
    text: parsed.text ?? '',
    headers: Object.fromEntries(parsed.headers.map(({ key, value }) => [key, value])),
    attachments: parsed.attachments.map(({ filename, mimeType, content }) => ({
      fileName: filename ?? '',
      contentType: mimeType,
      base64: Buffer.from(content as Uint8Array).toString('base64'),
    })),
  };
}
