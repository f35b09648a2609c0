import { openSealed } from '#platform/sealed.ts';
import type { Invocation } from '#kernel/invocation.ts';
import type { ServiceContext } from '#platform/service.ts';
import type { Settings } from '#platform/settings.ts';
import type { ClaimedMessage, PartOutcome } from './message-store.ts';
import type { RenderedMessage, Renderer } from './render-message.ts';

type Context = ServiceContext<'notification'>;
type Answer =
  | { status: 'sent' }
  | { status: 'rejected'; code: string; permanent: boolean; detail?: string | undefined }
  | { status: 'unknown'; reason: string; detail?: string | undefined };

/** A message that could not be sent for two days is given up. */
const givenUpAfterSeconds = 2 * 86_400;

/** What is to be sent, or why it cannot be. */
export type Parts = { ok: true; rendered: RenderedMessage } | { ok: false; error: string };

/** Opens the secrets and fills the template: both are known only while the message is sent. */
export function openParts(settings: Settings, renderer: Renderer, message: ClaimedMessage): Parts {
  if (message.expired) return { ok: false, error: 'expired' };
  let secrets: unknown = null;
  try {
    secrets =
      message.sealed === null ? null : openSealed(settings.secrets, 'sealed mail', message.sealed);
  } catch {
    return { ok: false, error: 'sealed_unreadable' };
  }
  try {
    return { ok: true, rendered: renderer.render(message, secrets) };
  } catch (error) {
    return { ok: false, error: `template: ${error instanceof Error ? error.message : 'unknown'}` };
  }
}

export async function sendEmail(
  { external, settings }: Context,
  message: ClaimedMessage,
  parts: Parts,
  { traceparent }: Invocation,
): Promise<PartOutcome> {
  if (!parts.ok) return { state: 'failed', error: parts.error.slice(0, 300) };
  const { subject, html, text } = parts.rendered;
  const answer = await external.email.send(
    {
      messageId: message.id,
      from: { name: settings.shop.name, address: settings.shop.email },
      to: message.email!,
      subject,
      html,
      text,
      headers: { 'Auto-Submitted': 'auto-generated' },
    },
    { traceparent },
  );
  return outcomeOf(answer, message);
}

export async function sendSms(
  { external, settings }: Context,
  message: ClaimedMessage,
  parts: Parts,
  { traceparent }: Invocation,
): Promise<PartOutcome> {
  if (!parts.ok) return { state: 'failed', error: parts.error.slice(0, 300) };
  const { sms } = parts.rendered;
  if (!message.smsWanted || sms === null) return { state: 'suppressed', error: null };
  const answer = await external.sms.send(
    {
      idempotencyKey: message.id,
      to: message.phone!,
      from: settings.shop.phone,
      body: sms,
    },
    { traceparent },
  );
  return outcomeOf(answer, message);
}

/** A provider's no is final; whatever may pass is tried again until the message is too old. */
function outcomeOf(answer: Answer, { ageSeconds }: ClaimedMessage): PartOutcome {
  if (answer.status === 'sent') return { state: 'sent', error: null };
  const reason = answer.status === 'rejected' ? answer.code : answer.reason;
  const error = answer.detail === undefined ? reason : `${reason}: ${answer.detail}`.slice(0, 300);
  if (answer.status === 'rejected' && answer.permanent) return { state: 'failed', error };
  return { state: ageSeconds > givenUpAfterSeconds ? 'failed' : 'queued', error };
}
