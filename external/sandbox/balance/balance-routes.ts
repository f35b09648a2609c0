import type { FastifyInstance } from 'fastify';
import type { Payments } from '../payment/payments.ts';
import { wireDispute } from '../payment/dispute-wire.ts';
import { wireCharge, wireRefund } from '../payment/payment-wire.ts';
import { answer } from '../stripe/stripe-calls.ts';
import { isWithin, stripeList } from '../stripe/stripe-list.ts';
import {
  asking,
  expands,
  formOf,
  listedAt,
  missingObject,
  ok,
  type ById,
} from '../stripe/stripe-replies.ts';
import { text, type Form } from '../wire/wire-form.ts';
import type { Balance } from './balance.ts';
import { listLines, listPayouts, retrieved } from './balance-requests.ts';
import { wireLine, wirePayout, type BalanceLine, type Payout } from './balance-wire.ts';
import type { MovedMoney } from './moved-money.ts';

interface Parts {
  readonly balance: Balance;
  readonly money: MovedMoney;
  readonly payments: Payments;
}

/** The part of Stripe's API that says what came into the shop's account and what was paid out. */
export function registerBalanceRoutes(app: FastifyInstance, parts: Parts): void {
  const { balance } = parts;
  const line = (one: BalanceLine, expanded: boolean): object =>
    wireLine(one, expanded ? sourceOf(parts, one) : one.source);
  const payout = (one: Payout, expanded: boolean): object => {
    const own = expanded ? balance.lines.get(one.lineId) : undefined;
    return wirePayout(one, own && wireLine(own));
  };

  app.get('/v1/balance', asking('find_balance', retrieved), async (_request, reply) =>
    answer(reply, ok(balanceNow(balance.lines.newest(100_000).map(({ value }) => value)))),
  );
  app.get('/v1/balance_transactions', asking('list_balance', listLines), async (request, reply) => {
    const form = formOf(request);
    const listed = stripeList(balance.lines, form, 'balance_transaction', (one) =>
      fitsLine(form, one),
    );
    const expanded = expands(form, 'data.source');
    return answer(
      reply,
      listedAt('/v1/balance_transactions', listed, (one) => line(one, expanded)),
    );
  });
  app.get<ById>(
    '/v1/balance_transactions/:id',
    asking('find_balance', retrieved),
    async (request, reply) => {
      const found = balance.lines.get(request.params.id);
      const expanded = expands(formOf(request), 'source');
      const reported = found && ok(line(found, expanded));
      return answer(reply, reported ?? missingObject('balance_transaction', request.params.id));
    },
  );
  app.get('/v1/payouts', asking('list_payouts', listPayouts), async (request, reply) => {
    const form = formOf(request);
    const listed = stripeList(balance.payouts, form, 'payout', (one) => fitsPayout(form, one));
    const expanded = expands(form, 'data.balance_transaction');
    return answer(
      reply,
      listedAt('/v1/payouts', listed, (one) => payout(one, expanded)),
    );
  });
  app.get<ById>('/v1/payouts/:id', asking('list_payouts', retrieved), async (request, reply) => {
    const found = balance.payouts.get(request.params.id);
    const expanded = expands(formOf(request), 'balance_transaction');
    const reported = found && ok(payout(found, expanded));
    return answer(reply, reported ?? missingObject('payout', request.params.id));
  });
}

function fitsLine(form: Form, line: BalanceLine): boolean {
  const equal = (name: string, value: string | null): boolean => {
    const asked = text(form, name);
    return asked === undefined || asked === value;
  };
  return (
    line.hidden !== true &&
    isWithin(form, 'created', line.createdSeconds) &&
    equal('currency', line.currency) &&
    equal('payout', line.payoutId) &&
    equal('source', line.source) &&
    equal('type', line.type)
  );
}

function fitsPayout(form: Form, payout: Payout): boolean {
  const status = text(form, 'status');
  return (
    isWithin(form, 'created', payout.createdSeconds) &&
    isWithin(form, 'arrival_date', payout.arrivalSeconds) &&
    (status === undefined || status === payout.status)
  );
}

/** What a line is of, in full. */
function sourceOf({ balance, money, payments }: Parts, line: BalanceLine): unknown {
  const { source, paymentId } = line;
  if (source === null) return null;
  const payout = balance.payouts.get(source);
  if (payout !== undefined) return wirePayout(payout);
  const refund = payments.refunds.get(source);
  if (refund !== undefined) return wireRefund(refund);
  const dispute = payments.disputes.get(source);
  if (dispute !== undefined) return wireDispute(dispute, money.linesOf(dispute));
  const payment = paymentId === null ? undefined : payments.payments.get(paymentId);
  return payment?.chargeId === source ? wireCharge(payment) : source;
}

/** What can be paid out, and what is still on its way. */
function balanceNow(lines: readonly BalanceLine[]): object {
  const nowSeconds = Math.floor(Date.now() / 1_000);
  const sums = { available: new Map<string, number>(), pending: new Map<string, number>() };
  for (const { amount, fee, currency, payoutId, availableSeconds } of lines) {
    const isFree = payoutId !== null || availableSeconds <= nowSeconds;
    const kind = isFree ? sums.available : sums.pending;
    kind.set(currency, (kind.get(currency) ?? 0) + amount - fee);
  }
  const listed = (of: Map<string, number>): object[] =>
    [...of].map(([currency, amount]) => ({ amount, currency, source_types: { card: amount } }));
  return {
    object: 'balance',
    available: listed(sums.available),
    livemode: false,
    pending: listed(sums.pending),
  };
}
