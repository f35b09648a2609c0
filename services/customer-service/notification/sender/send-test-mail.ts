import { derivedId, newId } from '#kernel/ids.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { fail, ok } from '#kernel/result.ts';
import {
  claimIdempotencyKey,
  priorReply,
  readWithPriorUse,
  recordReply,
  type PriorUse,
} from '#platform/data/idempotency.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import type { Handler, InputOf, OutputOf, ServiceContext } from '#platform/calls/service.ts';
import { sql, type Statement } from '#platform/ground/sql.ts';
import {
  isSameRequest,
  keyInFlight,
  keyReused,
  requestKey,
  type RequestKey,
} from '#platform/resting/request-key.ts';
import type { MailPlace } from '../templates/mail-look.ts';
import type { Renderer } from '../templates/render-message.ts';
import { previewMailTemplate } from '../templates/templates.ts';
import { placeOf } from '../messages/mail-place.ts';
import { mailCarrierOf, senderOf } from '../messages/send-parts.ts';
import { formsOf } from '../reports/suppress.ts';

type Context = ServiceContext<'notification'>;
type TestMail = OutputOf<'notification', 'sendTestMail'>;
type Asked = InputOf<'notification', 'sendTestMail'>;

const written = {
  en: {
    subject: (shop: string) => `Test mail of ${shop}`,
    body: 'Mails of the shop reach you. Confirmations, invoices and answers go the same way.',
  },
  de: {
    subject: (shop: string) => `Testmail von ${shop}`,
    body: 'Mails des Shops kommen bei Ihnen an. Bestätigungen, Rechnungen und Antworten gehen denselben Weg.',
  },
} as const;

/** Of one channel: enough to try things out, and nobody is flooded by it. */
const limits = [
  { mails: 10, windowSeconds: 600 },
  { mails: 50, windowSeconds: 86_400 },
] as const;
export const longestWindowSeconds = Math.max(...limits.map(({ windowSeconds }) => windowSeconds));
/** After so long whoever handed it over is taken to have ended without a word. */
const underWaySeconds = 60;

/**
 * As the channel's mails go, but at once and once for each key: whoever waits in front of it is told
 * what who carries it said. Of the address nothing is kept.
 */
export function sendTestMail(
  context: Context,
  renderer: Renderer,
): Handler<'notification', 'sendTestMail'> {
  const { database, external, settings } = context;
  const filled = previewMailTemplate(context, renderer);
  return async (input, asked) => {
    // Who asks by a version that did not send one asks for another mail each time.
    const invocation = { ...asked, idempotencyKey: asked.idempotencyKey ?? newId() };
    const record = requestKey('sendTestMail', input, invocation)!;
    const { locale, traceparent } = invocation;
    const row = await database.first<Look>(look(record, invocation), invocation);
    // What was asked for before is told, whatever became of its words since.
    const prior =
      priorReply<TestMail>(record, row, database.stored) ?? toldOfTry(context, record, row?.before);
    if (prior) return prior;
    const from = senderOf(settings, row!.place);
    const { subject, body } = written[locale.startsWith('de') ? 'de' : 'en'];
    const plain = { subject: subject(from.name), html: `<p>${body}</p>`, text: `${body}\n` };
    const words = input.template ? await filled(input.template, invocation) : ok(plain);
    if (!words.ok) return words;
    const begun = await begin(context, record, input, invocation);
    if (!begun.ok) return begun;
    if (begun.value.told) return ok(begun.value.told);
    const { html, text } = words.value;
    const answer = await external.email.chosen.send(
      {
        messageId: begun.value.messageId,
        from,
        to: input.email,
        subject: words.value.subject,
        html,
        text,
        headers: { 'Auto-Submitted': 'auto-generated' },
      },
      { traceparent },
    );
    const told = outcomeOf(context, begun.value.messageId, answer);
    return ok(await note(context, record, told, invocation));
  };
}

/** A mail that was begun to be sent. */
interface Before {
  readonly isUnderWay: boolean;
  /** Null of one that a version before began. */
  readonly bodyHash: string | null;
  readonly requestHash: string | null;
}

interface Look extends PriorUse {
  readonly place: MailPlace | null;
  readonly before: Before | null;
}

function look(record: RequestKey, { channel }: Invocation): Statement {
  return readWithPriorUse(
    record,
    sql`select ${placeOf(sql`${channel}`)} as place, (${tried(idUnder(record))}) as before`,
  );
}

function tried(messageId: string): Statement {
  return sql`
    select jsonb_build_object(
      'isUnderWay', tried_at > kontor_now() - ${underWaySeconds} * interval '1 second',
      'bodyHash', body_hash, 'requestHash', request_hash)
    from test_mail_try where message_id = ${messageId}`;
}

/** Of one without a reply: whether it went out before the process ended is not known, and it is not sent twice. */
function toldOfTry(context: Context, record: RequestKey, before: Before | null | undefined) {
  if (!before) return undefined;
  const { bodyHash, requestHash, isUnderWay } = before;
  if (bodyHash !== null && !isSameRequest(record, { bodyHash, requestHash })) return keyReused();
  if (isUnderWay) return keyInFlight();
  return ok(toldOf(context, idUnder(record), 'unclear', 'answer_lost'));
}

/** Takes the key, or tells what became of the mail that was asked for under it. */
function begin(context: Context, record: RequestKey, input: Asked, invocation: Invocation) {
  const { channel } = invocation;
  const messageId = idUnder(record);
  return context.database.transaction('beginTestMail', invocation, async (tx) => {
    const claim = await claimIdempotencyKey<TestMail>(tx, 'sendTestMail', input, invocation);
    if (!claim.fresh)
      return claim.reply.ok ? ok({ messageId, told: claim.reply.value }) : claim.reply;
    // One after the other in a channel: how many there were is counted under it.
    await tx.query(sql`
      select pg_advisory_xact_lock(hashtextextended(${`test mails ${channel}`}, 0))`);
    const found = await tx.first<{ before: Before | null }>(
      sql`select (${tried(messageId)}) as before`,
    );
    const before = toldOfTry(context, record, found!.before);
    if (before) return before.ok ? ok({ messageId, told: before.value }) : before;
    const refused = (await refuseStopped(tx, input.email)) ?? (await refuseTooMany(tx));
    if (refused) return refused;
    await tx.query(sql`
      insert into test_mail_try (message_id, channel, body_hash, request_hash)
      values (${messageId}, ${channel}, ${record.bodyHash}, ${record.requestHash})`);
    return ok({ messageId, told: undefined });
  });
}

/** The same key names the same mail, whoever looks for it. */
function idUnder({ scope, key }: RequestKey): string {
  return derivedId(`test mail of ${scope} under ${key}`, '00000000-0000-7000-8000-000000000000');
}

/** What takes no mails is not tried again by hand either: that it was stopped is lifted first. */
async function refuseStopped(tx: Transaction, email: string) {
  const stop = await tx.first<{ reason: string }>(sql`
    select reason from suppression
    where part = 'email' and address = any(${formsOf(email)}::text[]) and lifted_at is null
      and stops_all and channel in ('', ${tx.invocation.channel})
    order by since limit 1`);
  if (!stop) return undefined;
  const { reason } = stop;
  const message = 'The shop writes to this address no more. Lift that first, or take another one.';
  return fail('address_stopped', message, { reason });
}

async function refuseTooMany(tx: Transaction) {
  for (const { mails, windowSeconds } of limits) {
    const full = await tx.first<{ retryAfterSeconds: number }>(sql`
      select greatest(1, ceil(extract(epoch from tried_at - kontor_now()) + ${windowSeconds}))::int
        as retry_after_seconds
      from test_mail_try
      where channel = ${tx.invocation.channel}
        and tried_at > kontor_now() - ${windowSeconds} * interval '1 second'
      order by tried_at desc offset ${mails - 1} limit 1`);
    if (full) {
      const message = `A channel sends ${mails} test mails in so short a time. Wait, then ask again.`;
      return fail('too_many_test_mails', message, full);
    }
  }
  return undefined;
}

type Answer = Awaited<ReturnType<Context['external']['email']['chosen']['send']>>;

function outcomeOf(context: Context, messageId: string, answer: Answer): TestMail {
  if (answer.status === 'sent') return toldOf(context, messageId, 'sent', null);
  const [outcome, said] =
    answer.status === 'rejected'
      ? (['refused', answer.code] as const)
      : (['unclear', answer.reason] as const);
  const detail = [said, answer.detail].filter(Boolean).join(': ').slice(0, 300);
  return toldOf(context, messageId, outcome, detail);
}

function toldOf(
  { external }: Context,
  messageId: string,
  outcome: TestMail['outcome'],
  detail: string | null,
): TestMail {
  const { provider, sandbox } = external.email.newAt;
  return { messageId, outcome, detail, provider, sandbox };
}

async function note(
  { database, external }: Context,
  record: RequestKey,
  told: TestMail,
  invocation: Invocation,
): Promise<TestMail> {
  const { channel } = invocation;
  const { outcome, provider, sandbox } = told;
  await database.transaction('sendTestMail', invocation, async (tx) => {
    if (outcome === 'sent') {
      await tx.query(sql`
        insert into test_mail (channel, email_carrier) values (${channel}, ${mailCarrierOf(external)})
        on conflict (channel, email_carrier) do update set sent_at = kontor_now()`);
    }
    recordReply(tx, record, told);
    tx.audit({ subject: `mail_sender:${channel}`, after: { outcome, provider, sandbox } });
    return ok({});
  });
  return told;
}
