import { randomUUID } from 'node:crypto';
import type { Attempt, Cells } from './staff-writes.ts';
import type { OwnThings, TwoShops } from './two-shops.ts';
import { moneyIn } from './whole-bodies.ts';

/** What staff does about money that is owed, came in by hand or goes back by hand; and what they undo. */
export function ofMoney({ own, foreign }: TwoShops): Record<string, Cells> {
  const each = (build: (things: OwnThings) => Attempt): Cells => ({
    own: build(own),
    foreign: build(foreign),
  });
  const undo = (kind: keyof OwnThings['outgoing']) =>
    each(({ outgoing }) => ({ params: { outgoingId: outgoing[kind] } }));
  const onOrder = (body: object) => each(({ orderId }) => ({ params: { orderId }, body }));
  return {
    adminUndoRefund: undo('refunds'),
    adminUndoCancellation: undo('cancellations'),
    adminUndoMessage: undo('messages'),
    adminUndoTicketMessage: undo('answers'),
    adminPreviewOrderRefund: onOrder({ amountMinor: 1 }),
    adminCreateOrderCredit: onOrder({ amountMinor: 1, reason: 'Came back' }),
    adminCreateOrderReceipt: each(({ orderId }) => ({ params: { orderId }, body: moneyIn() })),
    adminWriteOffOrder: onOrder({ reason: 'Insolvent' }),
    adminWaiveOrderReminderFees: onOrder({ reason: 'A good customer' }),
    adminCreateSurplusPayOut: each(({ receiptId }) => ({
      params: { receiptId },
      body: { amountMinor: 1, reason: 'Too much' },
    })),
    adminCreateSurplusAssignment: {
      own: assigned(own, own),
      foreign: assigned(foreign, own),
      mixed: assigned(own, foreign),
    },
    adminReconcileBalances: { shared: {} },
    adminEndReconciliationDifference: {
      shared: { params: { differenceId: randomUUID() }, body: { note: 'Known' } },
    },
    adminSettlePayOut: each(({ payOutId }) => ({ params: { payOutId }, body: paidOut() })),
    adminCancelPayOut: each(({ payOutId }) => ({
      params: { payOutId },
      body: { reason: 'Wrong account' },
    })),
  };
}

/** The surplus of one for the order of the other. */
function assigned({ receiptId }: OwnThings, { orderId }: OwnThings): Attempt {
  return { params: { receiptId }, body: { orderId, amountMinor: 1, reason: 'Meant for it' } };
}

export function paidOut() {
  return { paidAt: '2026-11-21T10:00:00.000Z', reference: 'transfer 7' };
}
