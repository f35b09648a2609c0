import * as clock from '#kernel/clock.ts';
import { openSealed } from '#platform/ground/sealed.ts';
import { writtenForms } from '#kernel/email-address/email-address.ts';
import type { Invocation } from '#kernel/invocation.ts';
import type { ServiceContext } from '#platform/calls/service.ts';
import type { Settings } from '#platform/ground/settings.ts';
import { smsReportUrl } from '../reports/report-address.ts';
import { templateDefinitions } from '../templates/template-definitions.ts';
import { unsubscribeLink, watchToken } from '../recipients/unsubscribe-links.ts';
import {
  fixText,
  stoppedAsWritten,
  textsOfOthers,
  type ClaimedMessage,
  type PartOutcome,
} from './message-store.ts';
import type { MessageFiles } from './message-files.ts';
import { addressOf } from '../templates/mail-look.ts';
import type { FilledMessage, Renderer } from '../templates/render-message.ts';
import type { RenderedMessage } from '../templates/shown-message.ts';

type Context = ServiceContext<'notification'>;
type Answer =
  | { status: 'sent'; providerMessageId?: string }
  | { status: 'rejected'; code: string; permanent: boolean; detail?: string | undefined }
  | { status: 'unknown'; reason: string; detail?: string | undefined };

/** A message that could not be sent for two days is given up. */
const givenUpAfterSeconds = 2 * 86_400;

/** What is to be sent, or why it cannot be. */
export type Parts =
  | { ok: true; filled: FilledMessage; rendered: RenderedMessage }
  | { ok: false; error: string };

/** Opens the secrets and fills the template: both are known only while the message is sent. */
export function openParts(settings: Settings, renderer: Renderer, message: ClaimedMessage): Parts {
  if (message.expired) return { ok: false, error: 'expired' };
  let secrets: unknown = null;
  try {
    secrets =
      message.sealed === null
        ? secretsOfWatch(settings, message)
        : openSealed(settings.secrets, 'sealed mail', message.sealed);
  } catch {
    return { ok: false, error: 'sealed_unreadable' };
  }
  try {
    const link = linkOf(settings, message);
    const filled = renderer.render(
      link === undefined ? message : { ...message, unsubscribeLink: link },
      secrets,
    );
    return { ok: true, filled, rendered: filled.rendered };
  } catch (error) {
    return { ok: false, error: `template: ${error instanceof Error ? error.message : 'unknown'}` };
  }
}

/** No secret rests anywhere: the link follows from the watch. */
function secretsOfWatch({ secrets }: Settings, { template, data }: ClaimedMessage) {
  const { watchId } = data;
  const isOfWatch = template === 'watch_confirmation' && typeof watchId === 'string';
  return isOfWatch ? { token: watchToken(secrets, watchId) } : null;
}

export async function sendEmail(
  context: Context,
  { message, parts, files }: { message: ClaimedMessage; parts: Parts; files: MessageFiles },
  invocation: Invocation,
): Promise<PartOutcome> {
  const { external, settings } = context;
  const { traceparent } = invocation;
  const stopped =
    stoppedBy(message, 'email') ?? (await stoppedBefore(context, message, invocation));
  if (stopped) return stopped;
  if (!parts.ok) return { state: 'failed', error: parts.error.slice(0, 300) };
  const { subject, html, text } = parts.rendered;
  const attachments = message.files
    ? await files.contentsOf(message.files, invocation)
    : message.attachments;
  const answer = await external.email.chosen.send(
    {
      messageId: message.id,
      from: senderOf(settings, message.place),
      to: message.email!,
      subject,
      html,
      text,
      headers: {
        'Auto-Submitted': 'auto-generated',
        ...unsubscribeHeaders(linkOf(settings, message)),
      },
      ...(attachments && { attachments }),
    },
    { traceparent },
  );
  return { ...outcomeOf(answer, message), carrier: mailCarrierOf(external) };
}

/** Where the reader can say that no more of these are to come. */
function linkOf(
  { publicUrl, secrets }: Settings,
  { id, template, place }: ClaimedMessage,
): string | undefined {
  const { purpose } = templateDefinitions[template];
  if (purpose === 'transactional') return undefined;
  return unsubscribeLink({ publicUrl: addressOf(place, publicUrl), secrets }, id);
}

/** RFC 2369; by RFC 8058 a mail program may ask with one click, at an address of HTTPS alone. */
function unsubscribeHeaders(link: string | undefined): Record<string, string> {
  if (link === undefined) return {};
  const headers: Record<string, string> = { 'List-Unsubscribe': `<${link}>` };
  if (link.startsWith('https:')) headers['List-Unsubscribe-Post'] = 'List-Unsubscribe=One-Click';
  return headers;
}

/** Who takes new mails; the sandbox, by whatever name it stands in. */
export function mailCarrierOf({ email }: Context['external']): string {
  const { provider, sandbox } = email.newAt;
  return sandbox ? 'sandbox' : provider;
}

/** The channel's company; where it has no address of its own, by that of the shop. */
/** From whom mails of a channel are. */
export function senderOf({ shop }: Settings, place: ClaimedMessage['place']) {
  const { company } = place ?? {};
  return { name: company?.name ?? shop.name, address: company?.email || shop.email };
}

/**
 * A provider of texts keeps no keys. Where a try was made before whose outcome is not recorded, its
 * list is asked first: what stands there is not sent again.
 */
export async function sendSms(
  context: Context,
  message: ClaimedMessage,
  parts: Parts,
  invocation: Invocation,
): Promise<PartOutcome> {
  const stopped = stoppedBy(message, 'sms');
  if (stopped) return stopped;
  if (!parts.ok) return { state: 'failed', error: parts.error.slice(0, 300) };
  const { sms } = parts.rendered;
  if (!message.smsWanted || sms === null) return { state: 'suppressed', error: null };
  const { database, external, settings } = context;
  const { traceparent } = invocation;
  const fixed =
    message.smsText ??
    (await database.write<{ smsText: string }>('fix_text', fixText(message.id, sms), invocation))[0]
      ?.smsText;
  if (fixed === undefined) throw new Error(`message ${message.id} is gone`);
  const text = { to: message.phone!, from: settings.shop.phone, body: fixed };
  if (message.smsAttempts > 1) {
    const before = await findText(context, message, text, invocation);
    if (before) return before;
  }
  const answer = await external.sms.chosen.send(
    { idempotencyKey: message.id, ...text, reportsTo: reportsTo(context, message.id) },
    { traceparent },
  );
  const outcome = outcomeOf(answer, message);
  if (answer.status !== 'sent') return outcome;
  return { ...outcome, providerMessageId: answer.providerMessageId };
}

/** Nothing goes to an address that takes nothing, or to who asked for none of it. */
function stoppedBy(message: ClaimedMessage, part: 'email' | 'sms'): PartOutcome | undefined {
  const reason = part === 'email' ? message.emailStopped : message.smsStopped;
  if (reason !== null) return { state: 'suppressed', error: reason };
  const { purpose } = templateDefinitions[message.template];
  if (purpose !== 'marketing' || message.consent?.[part]) return undefined;
  return { state: 'suppressed', error: 'no_consent' };
}

/** An address whose domain has two forms may have been stopped by the other. */
async function stoppedBefore(
  { database }: Context,
  { id, email }: ClaimedMessage,
  invocation: Invocation,
): Promise<PartOutcome | undefined> {
  const forms = writtenForms(email!);
  if (forms.length < 2) return undefined;
  const before = await database.first<{ reason: string | null }>(
    stoppedAsWritten(id, forms),
    invocation,
  );
  return before?.reason ? { state: 'suppressed', error: before.reason } : undefined;
}

/** A provider on the web refuses an address that leads to its own machine. */
function reportsTo({ external, settings }: Context, messageId: string): string | undefined {
  const { provider, sandbox } = external.sms.newAt;
  const isReached = sandbox || isPublic(settings.publicUrl);
  return isReached ? smsReportUrl(settings, provider, messageId) : undefined;
}

function isPublic(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' && hostname.includes('.') && !/^[\d.]+$/.test(hostname);
}

/** The clocks of provider and shop may differ by so much. */
const clocksApartSeconds = 300;

/** How an earlier try came out; undefined where the provider never took it. */
async function findText(
  { database, external }: Context,
  message: ClaimedMessage,
  text: { to: string; from: string; body: string },
  { traceparent }: Invocation,
): Promise<PartOutcome | undefined> {
  const olderMs = (message.ageSeconds + clocksApartSeconds) * 1_000;
  const since = new Date(clock.nowMs() - olderMs).toISOString();
  const listed = await external.sms.chosen.find({ ...text, since }, { traceparent });
  if (listed.status === 'unknown') return outcomeOf(listed, message);
  const ids = listed.providerMessageIds;
  if (ids.length === 0) return undefined;
  const others = await database.query<{ providerMessageId: string }>(
    textsOfOthers(message.id, ids),
  );
  const taken = new Set(others.map(({ providerMessageId }) => providerMessageId));
  const providerMessageId = ids.find((id) => !taken.has(id));
  if (providerMessageId === undefined) return undefined;
  return { state: 'sent', error: null, providerMessageId };
}

/** A provider's no is final; whatever may pass is tried again until the message is too old. */
function outcomeOf(answer: Answer, { ageSeconds }: ClaimedMessage): PartOutcome {
  if (answer.status === 'sent') return { state: 'sent', error: null };
  const reason = answer.status === 'rejected' ? answer.code : answer.reason;
  const error = answer.detail === undefined ? reason : `${reason}: ${answer.detail}`.slice(0, 300);
  if (answer.status === 'rejected' && answer.permanent) return { state: 'failed', error };
  return { state: ageSeconds > givenUpAfterSeconds ? 'failed' : 'queued', error };
}
