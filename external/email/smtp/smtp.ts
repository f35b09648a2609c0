import { createTransport } from 'nodemailer';
import { unknown } from '../../exchange/exchange.ts';
import type { ExternalCall } from '../../exchange/external-call.ts';
import type { WebhookRequest } from '../../exchange/external-call.ts';
import {
  attachedBytesMax,
  type Email,
  type EmailAttachment,
  type EmailWebhookResult,
  type SendEmailRequest,
  type SendEmailResult,
} from '../port.ts';
import { domainOf, signatureFor, type DkimKey } from './dkim.ts';
import { verifyMailReports } from './mail-reports.ts';

export interface SmtpSettings {
  host: string;
  port: number;
  /** TLS from the first byte (465). Otherwise STARTTLS where the server offers it. */
  secure: boolean;
  auth?: { user: string; pass: string } | undefined;
  timeoutMs: number;
  /** Whether it reports what became of mails: each then says by which name. */
  reports?: boolean | undefined;
  /** Unsigned without: many relays sign by themselves. */
  dkim?: readonly DkimKey[] | undefined;
  /** Connections are closed after this rest. */
  idleMs?: number | undefined;
}

interface SmtpError {
  code?: string;
  command?: string;
  responseCode?: number;
  message?: string;
}

function openTransport(settings: SmtpSettings) {
  return createTransport({
    pool: true,
    host: settings.host,
    port: settings.port,
    secure: settings.secure,
    ...(settings.auth === undefined ? {} : { auth: settings.auth }),
    maxConnections: 2,
    maxMessages: 1_000,
    // A mail whose connection was cut may have been accepted: sending it again is our caller's choice.
    maxRequeues: 0,
    idleTimeout: settings.idleMs ?? 5_000,
    connectionTimeout: settings.timeoutMs,
    greetingTimeout: settings.timeoutMs,
    socketTimeout: settings.timeoutMs,
    dnsTimeout: settings.timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}

/** Any SMTP server. Connections are opened by the first mail and closed when idle. */
export class SmtpEmail implements Email {
  private readonly settings: SmtpSettings;
  private transport: ReturnType<typeof openTransport> | undefined;

  constructor(settings: SmtpSettings) {
    this.settings = settings;
  }

  async send(request: SendEmailRequest, call?: ExternalCall): Promise<SendEmailResult> {
    if (call?.signal?.aborted) return unknown('aborted', 'no');
    const malformed = malformedField(request);
    if (malformed !== undefined) {
      return { status: 'rejected', code: 'malformed', permanent: true, detail: malformed };
    }
    this.transport ??= openTransport(this.settings);
    const { address } = request.from;
    const dkim = signatureFor(this.settings.dkim ?? [], address);
    // Two companies of one shop have nothing of each other in their mails.
    const messageId = `<${request.messageId}@${domainOf(address)}>`;
    try {
      await this.transport.sendMail({
        messageId,
        from: request.from,
        ...(dkim && { dkim }),
        to: { name: '', address: request.to },
        subject: request.subject,
        html: request.html,
        text: request.text,
        ...(request.attachments === undefined
          ? {}
          : {
              attachments: request.attachments.map((one) => ({ raw: attachedPart(one) })),
            }),
        headers: {
          ...request.headers,
          ...(this.settings.reports ? reportedAs(request.messageId) : {}),
          ...(call?.traceparent === undefined ? {} : { traceparent: call.traceparent }),
        },
      });
      return { status: 'sent', providerMessageId: messageId };
    } catch (error) {
      return judgeError(error as SmtpError);
    }
  }

  verifyWebhook(request: WebhookRequest): EmailWebhookResult {
    return verifyMailReports(request);
  }

  async close(): Promise<void> {
    this.transport?.close();
    this.transport = undefined;
  }
}

/**
 * The part of a mail that is an attachment, as it stands there (RFC 2045, 2183): it comes in Base64 and
 * need not be decoded and encoded again. Its name and type are plain ones by now.
 */
function attachedPart({ fileName, contentType, base64 }: EmailAttachment): Buffer {
  const lines = base64.replaceAll(/.{76}(?=.)/g, '$&\r\n');
  return Buffer.from(
    `Content-Type: ${contentType}; name="${fileName}"\r\n` +
      'Content-Transfer-Encoding: base64\r\n' +
      `Content-Disposition: attachment; filename="${fileName}"\r\n\r\n${lines}`,
  );
}

/** Every report of SendGrid's has what was given so; other servers do not read it. */
function reportedAs(messageId: string): Record<string, string> {
  return { 'X-SMTPAPI': JSON.stringify({ unique_args: { kontor_message: messageId } }) };
}

/** What is quoted before the @ may hold blanks, commas and an @ of its own. */
const mailbox = /^(?:"(?:[^"\\\p{Cc}<>]|\\["\\])+"|[^\s"<>,;]+)@[^\s<>,;@]+$/u;

/** Line breaks would start headers of their own. */
function malformedField(request: SendEmailRequest): string | undefined {
  if (!mailbox.test(request.to)) return 'to';
  if (!mailbox.test(request.from.address)) return 'from.address';
  if (!/^[\w.-]{1,120}$/.test(request.messageId)) return 'messageId';
  const headers = Object.entries(request.headers ?? {});
  if (headers.some(([name, value]) => /[\r\n]/.test(value) || !/^[\w-]+$/.test(name))) {
    return 'headers';
  }
  const attachments = request.attachments ?? [];
  const attachedBytes = attachments.reduce((sum, { base64 }) => sum + base64.length, 0);
  if (attachedBytes > attachedBytesMax) return 'attachments';
  const isOdd = attachments.some(
    ({ fileName, contentType, base64 }) =>
      !/^[\w.-]{1,120}$/.test(fileName) ||
      !/^[\w.+-]+\/[\w.+-]+$/.test(contentType) ||
      !/^[A-Za-z0-9+/]+={0,2}$/.test(base64),
  );
  return isOdd ? 'attachments' : undefined;
}

function judgeError(error: SmtpError): SendEmailResult {
  const { code = '', command = '', responseCode } = error;
  const isNo = responseCode !== undefined && responseCode >= 400 && responseCode < 600;
  if (isNo && /EENVELOPE|EMESSAGE/.test(code)) {
    const codes = { 'RCPT TO': 'recipient_rejected', 'MAIL FROM': 'sender_rejected' };
    return {
      status: 'rejected',
      code: codes[command as keyof typeof codes] ?? 'message_rejected',
      permanent: responseCode >= 500,
      detail: `${command} ${responseCode}`,
    };
  }
  if (code === 'EAUTH') return unknown('unauthorized', 'no', 'check the SMTP user and password');
  const detail = `${code} ${command}`.trim();
  // A number that no mail server says is nobody's refusal.
  if (responseCode !== undefined && !isNo) {
    return unknown(
      'invalid_answer',
      command === 'DATA' ? 'maybe' : 'no',
      `${detail} ${responseCode}`,
    );
  }
  if (isNo && command !== 'DATA') {
    return unknown('server_error', 'no', `${detail} ${responseCode}`);
  }
  if (code === 'ETIMEDOUT') return unknown('timeout', 'maybe', detail);
  // What TLS says of a certificate that is not believed; its code is lost on the way here.
  if (/certificate|altnames/i.test(error.message ?? '') && command !== 'DATA')
    return unknown('untrusted', 'no', `${detail} ${error.message}`);
  const refused = /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EDNS/.test(`${code} ${error.message ?? ''}`);
  return refused
    ? unknown('connection_failed', 'no', detail)
    : unknown('connection_lost', 'maybe', detail);
}
