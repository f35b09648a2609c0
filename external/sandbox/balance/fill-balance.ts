import type { Payments } from '../payment/payments.ts';
import type { Balance } from './balance.ts';
import type { MovedMoney } from './moved-money.ts';

const entriesMax = 100_000;

/** A book of a version before this one has payments and no balance: it is written down once. */
export function fillBalance(balance: Balance, money: MovedMoney, payments: Payments): void {
  if (balance.lines.count() > 0 || payments.payments.count() === 0) return;
  const oldest = <T>(entries: readonly { value: T }[]): T[] =>
    entries.map(({ value }) => value).toReversed();
  for (const payment of oldest(payments.payments.newest(entriesMax))) {
    if (payment.amountReceived === 0) continue;
    payment.lineId = money.charge(payment, payment.amountReceived);
    payments.payments.update(payment);
  }
  for (const refund of oldest(payments.refunds.newest(entriesMax))) {
    if ((refund.status ?? 'succeeded') !== 'succeeded') continue;
    money.giveBack(refund);
    payments.refunds.update(refund);
  }
  for (const dispute of oldest(payments.disputes.newest(entriesMax))) {
    if (dispute.status.startsWith('warning_')) continue;
    money.withdraw(dispute, 1);
    if (dispute.status === 'won') money.withdraw(dispute, -1);
    payments.disputes.update(dispute);
  }
}
