import { systemActor } from '#kernel/actor.ts';
import * as clock from '#kernel/clock.ts';
import { systemInvocation } from '#kernel/invocation.ts';
import { must } from '#kernel/result.ts';
import type { OutputOf, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import type { JobShape } from '#platform/stories/jobs.ts';
import type { StoryShape } from '#platform/stories/stories.ts';
import { withDocument } from '../orders/mailed-document.ts';
import { orderMessage } from '../orders/order-messages.ts';
import { inScopeOf } from '../orders/order-scope.ts';
import { reminderStory } from '../orders/order-stories.ts';
import { orderById, type OrderRow } from '../orders/order-store.ts';
import { addToTimeline, amountText } from '../orders/timeline.ts';

const batchSize = 200;
const dayMs = 86_400_000;

type Context = ServiceContext<'order'>;
type Overdue = OutputOf<'payment', 'listToRemind'>['items'][number];

interface Reminded {
  orderId: string;
  steps: number;
  lastAt: string;
}

/** Begins a reminder for each invoice that is open so long after it was due that its customer gets one. */
export function beginReminders(context: Context): JobShape {
  return {
    cron: '43 * * * *',
    run: async () => {
      let after: string | null = null;
      do {
        after = await beginBatch(context, after);
      } while (after !== null);
    },
  };
}

/** The last payment that was looked at; null where there are no more. */
async function beginBatch({ call, database }: Context, after: string | null) {
  const scope = { channel: 'default', locale: 'en' };
  const invocation = systemInvocation(systemActor('order'), scope);
  const asked = { after, limit: batchSize };
  const { items } = must(await call.payment.listToRemind(asked, invocation), 'overdue');
  const before = await database.query<Reminded>(
    sql`select order_id, max(step) as steps, max(reminded_at) as last_at
      from payment_reminder
      where order_id = any(${items.map(({ orderId }) => orderId)}::uuid[]) group by order_id`,
    invocation,
  );
  const remindedBefore = new Map(before.map((row) => [row.orderId, row]));
  const due = items.flatMap((item) => {
    const step = stepNow(item, remindedBefore.get(item.orderId));
    return step === undefined ? [] : [`${item.orderId}:${step}`];
  });
  if (due.length > 0) {
    await database.transaction('begin_reminders', invocation, async (tx) => {
      for (const id of due) tx.stories.restart(reminderStory, id);
    });
  }
  return items.length === batchSize ? items.at(-1)!.paymentId : null;
}

/**
 * The reminder that an invoice is to have now. One after the other, each as long after the one before as
 * the method says, also where nobody looked for a while or the days were set later.
 */
function stepNow({ dueAt, reminderDays }: Overdue, before?: Reminded): number | undefined {
  const told = before?.steps ?? 0;
  const days = reminderDays[told];
  if (days === undefined) return undefined;
  const byTerm = Date.parse(dueAt) + days * dayMs;
  const byLast = before ? Date.parse(before.lastAt) + (days - reminderDays[told - 1]!) * dayMs : 0;
  return Math.max(byTerm, byLast) <= clock.nowMs() ? told + 1 : undefined;
}

/** Reminds a customer, once a step, unless nothing is open any more when it comes to it. */
export function remindPayment(context: Context): StoryShape {
  const { call, database } = context;
  return {
    story: reminderStory,
    async advance(id, invocation) {
      const [orderId = '', digit] = id.split(':');
      const step = Number(digit);
      const order = await database.first<OrderRow>(orderById(orderId), invocation);
      if (!order) throw new Error(`remind_payment: there is no order ${orderId}`);
      const { snapshot, paymentId, state } = order;
      const askedAt = clock.nowIso();
      const reply = await call.payment.listToRemind(
        { paymentId, after: null, limit: 1 },
        invocation,
      );
      const [overdue] = must(reply, 'overdue').items;
      const isOver = state === 'cancelling' || state === 'cancelled';
      if (!overdue || isOver) {
        must(await call.payment.takeBackReminderFee({ paymentId, step }, invocation), 'no fee');
        await database.transaction('drop_reminder', invocation, async (tx) => {
          tx.stories.finish(reminderStory, id);
        });
        return;
      }
      const { openMinor, dueAt, currency } = overdue;
      const scope = inScopeOf(snapshot, invocation);
      const charged = await call.payment.chargeReminderFee({ paymentId, step }, invocation);
      const { feeMinor, feesOpenMinor } = must(charged, 'fee');
      const fees = feesOpenMinor > 0 && { feeMinor, feesOpenMinor };
      const said = { step, openMinor, dueAt, ...fees };
      const message = orderMessage('payment_reminder', `${step}`, snapshot, said);
      const isInvoice = ({ kind }: { kind: string }) => kind === 'invoice';
      const { phone: _, ...mail } = await withDocument(context, order, message, isInvoice, scope);
      must(await call.notification.sendPaymentReminder(mail, scope), 'payment_reminder');
      const costs = feeMinor > 0 ? ` It costs ${amountText(feeMinor, currency)}.` : '';
      const due = `${amountText(openMinor, currency)} were due on ${dueAt}.`;
      const text = `Reminder ${step} sent: ${due}${costs}`;
      const entry = { key: `payment_reminder:${step}`, kind: 'payment_reminder', message: text };
      await database.transaction('end_reminder', invocation, async (tx) => {
        tx.last(sql`
          insert into payment_reminder (order_id, step, due_at, open_minor, asked_at)
          values (${orderId}, ${step}, ${dueAt}::timestamptz, ${openMinor}, ${askedAt}::timestamptz)
          on conflict (order_id, step) do nothing`);
        tx.last(addToTimeline(orderId, [entry], invocation));
        tx.stories.finish(reminderStory, id);
      });
    },
  };
}
