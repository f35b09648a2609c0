import { fail, ok } from '#kernel/result.ts';
import { paymentMethodKind } from '#contracts/shapes.ts';
import type { Handler, InputOf } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import {
  isPromise,
  methodsOf,
  newMethod,
  saveMethod,
  withDefault,
  type MethodBook,
  type PaymentMethodRow,
} from './payment-method.ts';
import type { Context } from '../payments/payment-store.ts';
import { toMethod } from './view-payment-method.ts';

type Input = InputOf<'payment', 'putPaymentMethod'>;
type Answer = Awaited<ReturnType<Handler<'payment', 'putPaymentMethod'>>>;

/** Sets a method of the channel asked for: what is given, the rest stays as it is. */
export function putPaymentMethod(
  context: Context,
  book: MethodBook,
): Handler<'payment', 'putPaymentMethod'> {
  return async (input, invocation) => {
    const { channel } = invocation;
    const put = await context.database.transaction(
      'putPaymentMethod',
      invocation,
      async (tx): Promise<Answer> => {
        // Two members of staff at once: the second sets what it gives on what the first has set.
        await tx.query(sql`select pg_advisory_xact_lock(hashtext(${`payment_method ${channel}`}))`);
        const rows = await tx.query<PaymentMethodRow>(methodsOf(channel));
        const next = methodWith(input, channel, withDefault(channel, rows));
        if (!next.ok) return next;
        const saved = (await tx.first<PaymentMethodRow>(saveMethod(next.value)))!;
        tx.audit({ subject: `payment_method:${channel}:${saved.code}`, after: saved });
        return ok(toMethod(context, saved));
      },
    );
    book.forget(channel);
    return put;
  };
}

function methodWith(input: Input, channel: string, methods: readonly PaymentMethodRow[]) {
  const known = methods.find(({ code }) => code === input.code);
  const named = paymentMethodKind.safeParse(input.code).data;
  const kind = known?.kind ?? named ?? input.kind;
  if (kind === undefined) {
    const message = `Say with \`kind\` how ${input.code} is paid: ${paymentMethodKind.options.join(', ')}.`;
    return fail('payment_method_kind_missing', message);
  }
  if (input.kind !== undefined && input.kind !== kind) {
    const message = `${input.code} is of kind ${kind}. Add another method with a code of its own.`;
    return fail('payment_method_kind_fixed', message);
  }
  const next = { ...(known ?? newMethod(channel, input.code, kind)), ...given(input) };
  return refuseUnbound(next) ?? ok(next);
}

/** What the request says, without what it leaves out. */
function given(input: Input): Partial<PaymentMethodRow> {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
}

/** Goods on account for anybody are given away: a rule says to whom, and how much. */
function refuseUnbound(method: PaymentMethodRow) {
  const { minMinor, maxMinor, rule, reminderDays, reminderFeesMinor } = method;
  if (minMinor !== null && maxMinor !== null && minMinor > maxMinor) {
    return fail('payment_limits_invalid', 'minMinor is above maxMinor: no order would fit.');
  }
  if (reminderDays.some((days, step) => step > 0 && days <= reminderDays[step - 1]!)) {
    const message =
      'Each of reminderDays counts from the day it is due: give more than the one before.';
    return fail('payment_limits_invalid', message);
  }
  if (reminderFeesMinor.length > reminderDays.length) {
    const message = `There are ${reminderDays.length} reminders: give reminderFeesMinor no more fees than reminderDays has days.`;
    return fail('payment_limits_invalid', message);
  }
  const bound =
    rule !== null && (rule.registered || rule.groups.length > 0 || rule.ceilingMinor !== null);
  if (method.active && isPromise(method) && !bound) {
    const message =
      'Whoever pays later takes goods for a promise. Say with `rule` who may: `registered` (an account with a confirmed address), `groups`, or a `ceilingMinor` of what may be owed.';
    return fail('payment_rule_missing', message);
  }
  return undefined;
}
