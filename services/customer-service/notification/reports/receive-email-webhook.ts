import type { EmailReport } from '#external/email/port.ts';
import * as clock from '#kernel/clock.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { fail, ok } from '#kernel/result.ts';
import type { Transition } from '#kernel/states.ts';
import { z } from 'zod';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import { verifiedBy, webhookSenders } from '#platform/calls/webhook-sender.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { sql } from '#platform/ground/sql.ts';
import { deliveryMoves } from '../message-states.ts';
import { keepReport, moveDelivery } from './apply-report.ts';
import { formsOf, suppress, type StopReason } from './suppress.ts';

const toleranceSeconds = 300;
/** What is told at once is many statements: nobody waits behind all of them. */
const reportsAtOnce = 200;

const movesOf: Partial<Record<EmailReport['kind'], readonly Transition[]>> = {
  deferred: [deliveryMoves.accept],
  delivered: [deliveryMoves.deliver],
  refused: [deliveryMoves.give_up, deliveryMoves.come_back],
  bounced: [deliveryMoves.give_up, deliveryMoves.come_back],
};
const stopOf: Partial<Record<EmailReport['kind'], StopReason>> = {
  bounced: 'hard_bounce',
  complained: 'complaint',
  unsubscribed: 'unsubscribed',
};

/** What a mail provider reports: verified over the raw body, each report once, in any order. */
export function receiveEmailWebhook(
  context: ServiceContext<'notification'>,
): Handler<'notification', 'receiveEmailWebhook'> {
  const { database, external, log } = context;
  return async (webhook, invocation) => {
    const senders = await webhookSenders(external.email, webhook);
    if (!senders.ok) return senders;
    const { verified } = await verifiedBy(senders.value, ({ port, secrets }) =>
      port.verifyWebhook({
        rawBody: Buffer.from(webhook.rawBodyBase64, 'base64'),
        headers: webhook.headers,
        secrets,
        toleranceSeconds,
        nowMs: clock.nowMs(),
      }),
    );
    if (!verified.ok) {
      const { reason } = verified;
      return reason === 'body_malformed'
        ? fail('webhook_malformed', 'The body is no list of reports that this provider sends.')
        : fail('webhook_signature_invalid', `The webhook is not believed: ${reason}.`);
    }
    const reports = verified.reports.filter(({ kind }) => kind !== 'passing');
    for (const { kind, id } of reports) {
      if (kind === 'other') log.warn({ invocation, report: id }, 'a report is not understood');
    }
    if (reports.length === 0) return ok({ outcome: 'ignored' as const });
    let applied = 0;
    let held = 0;
    const fresh = await notReported(database, reports, invocation);
    for (let at = 0; at < fresh.length; at += reportsAtOnce) {
      const part = fresh.slice(at, at + reportsAtOnce);
      await database.transaction('receive_email_webhook', invocation, async (tx) => {
        for (const report of part) {
          const isNew = await apply(tx, webhook.provider, report);
          if (report.kind === 'other') held += isNew;
          else applied += isNew;
        }
      });
    }
    const outcome = applied > 0 ? 'applied' : held > 0 ? 'held_for_review' : 'duplicate';
    return ok({ outcome });
  };
}

/** Those that nobody told before: what comes again goes on where it was cut off. */
async function notReported(
  database: ServiceContext<'notification'>['database'],
  reports: readonly EmailReport[],
  invocation: Invocation,
): Promise<readonly EmailReport[]> {
  const ids = reports.map(({ id }) => `email:${id}`);
  const kept = await database.query<{ id: string }>(
    sql`select id from provider_report where id = any(${ids}::text[])`,
    invocation,
  );
  const known = new Set(kept.map(({ id }) => id));
  return reports.filter(({ id }) => !known.has(`email:${id}`));
}

async function apply(tx: Transaction, provider: string, report: EmailReport): Promise<0 | 1> {
  const { kind, email, detail, occurredAt, body } = report;
  const messageId = z.uuid().safeParse(report.messageId).data ?? null;
  const kept = {
    id: `email:${report.id}`,
    provider,
    kind,
    address: email,
    detail,
    occurredAt,
    body,
  };
  if (!(await keepReport(tx, { ...kept, messageId }))) return 0;
  const moves = movesOf[kind];
  if (moves && messageId !== null) {
    const which = sql`id = ${messageId} and lower(email) = any(${formsOf(email)}::text[])`;
    const error = kind === 'delivered' ? null : (detail ?? kind);
    await moveDelivery(tx, 'email', which, moves, { error, at: occurredAt });
  }
  const reason = stopOf[kind];
  if (reason) {
    const told = { part: 'email', address: email, reason, source: 'provider' } as const;
    await tx.change(suppress({ ...told, messageId, detail, since: occurredAt }));
  }
  return 1;
}
