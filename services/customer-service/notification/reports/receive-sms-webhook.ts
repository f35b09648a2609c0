import { hash } from 'node:crypto';
import type { SmsReport } from '#external/sms/port.ts';
import * as clock from '#kernel/clock.ts';
import { fail, ok } from '#kernel/result.ts';
import type { Transition } from '#kernel/states.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import { verifiedBy, webhookSenders } from '#platform/calls/webhook-sender.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { sql } from '#platform/ground/sql.ts';
import { deliveryMoves } from '../message-states.ts';
import { keepReport, moveDelivery } from './apply-report.ts';
import { smsReportUrl } from './report-address.ts';
import { liftStops, suppress } from './suppress.ts';

const toleranceSeconds = 300;

type State = Extract<SmsReport, { kind: 'state' }>;
type Outcome = 'applied' | 'duplicate' | 'ignored' | 'held_for_review';

const moveOf: Readonly<Record<Exclude<State['state'], 'other'>, Transition>> = {
  queued: deliveryMoves.accept,
  sent: deliveryMoves.send,
  delivered: deliveryMoves.deliver,
  undelivered: deliveryMoves.give_up,
  failed: deliveryMoves.give_up,
};

/**
 * What a provider of texts tells: how a text went, or that somebody wants no more of them. The
 * provider signs the address too, which is the one that it was given.
 */
export function receiveSmsWebhook(
  context: ServiceContext<'notification'>,
): Handler<'notification', 'receiveSmsWebhook'> {
  const { database, external, settings, log } = context;
  return async (webhook, invocation) => {
    const senders = await webhookSenders(external.sms, webhook);
    if (!senders.ok) return senders;
    const { provider, messageId } = webhook;
    const { verified } = await verifiedBy(senders.value, ({ port, secrets, sandbox }) => {
      const verify = (publicUrl: string) =>
        port.verifyWebhook({
          url: smsReportUrl({ publicUrl }, provider, messageId),
          rawBody: Buffer.from(webhook.rawBodyBase64, 'base64'),
          headers: webhook.headers,
          secrets,
          toleranceSeconds,
          nowMs: clock.nowMs(),
        });
      const asGiven = verify(settings.publicUrl);
      // The sandbox also writes to where the process listens, which is its own machine.
      const { host } = webhook.headers;
      return asGiven.ok || !sandbox || host === undefined ? asGiven : verify(`http://${host}`);
    });
    if (!verified.ok) {
      const { reason } = verified;
      return reason === 'body_malformed'
        ? fail('webhook_malformed', 'The body is no report that this provider sends.')
        : fail('webhook_signature_invalid', `The webhook is not believed: ${reason}.`);
    }
    const { report } = verified;
    if (report.kind === 'state' && report.state === 'other') {
      log.warn({ invocation, report: report.providerMessageId }, 'a report is not understood');
    }
    return database.transaction('receive_sms_webhook', invocation, async (tx) => {
      const outcome: Outcome =
        report.kind === 'state'
          ? await applyState(tx, provider, messageId, report)
          : await applyWish(tx, provider, report);
      return ok({ outcome });
    });
  };
}

async function applyState(
  tx: Transaction,
  provider: string,
  messageId: string | null,
  { providerMessageId, state, code, body }: State,
): Promise<Outcome> {
  const occurredAt = clock.nowIso();
  const kept = { provider, kind: state, address: null, detail: code, occurredAt, body };
  // Two that are not understood are not the same.
  const which = body === undefined ? state : hash('sha256', body, 'base64url');
  const id = `sms:${providerMessageId}:${which}`;
  if (!(await keepReport(tx, { ...kept, id, messageId }))) return 'duplicate';
  if (state === 'other') return 'held_for_review';
  const whose =
    messageId === null
      ? sql`sms_provider_id = ${providerMessageId}`
      : sql`id = ${messageId} and coalesce(sms_provider_id, ${providerMessageId}) = ${providerMessageId}
          and not exists (select from message other
            where other.sms_provider_id = ${providerMessageId} and other.id <> ${messageId})`;
  const move = moveOf[state];
  const error = move.to === 'undelivered' ? (code ?? state) : null;
  const at = clock.nowIso();
  // Before the sender could write it down: the report itself says whose text it is.
  const sets = sql`, sms_provider_id = ${providerMessageId}`;
  const moved = await moveDelivery(tx, 'sms', whose, [move], { error, at, sets });
  return moved ? 'applied' : 'ignored';
}

async function applyWish(
  tx: Transaction,
  provider: string,
  { id, from, wish }: Extract<SmsReport, { kind: 'received' }>,
): Promise<Outcome> {
  const at = clock.nowIso();
  const kept = { provider, messageId: null, address: from, detail: wish, occurredAt: at };
  if (!(await keepReport(tx, { ...kept, id: `sms:${id}`, kind: 'received' }))) return 'duplicate';
  if (wish === 'none') return 'ignored';
  const stop = { part: 'sms', address: from, reason: 'stop' } as const;
  const statement =
    wish === 'stop'
      ? suppress({ ...stop, source: 'person', messageId: null, since: at })
      : liftStops(stop, at, 'person');
  await tx.change(statement);
  return 'applied';
}
