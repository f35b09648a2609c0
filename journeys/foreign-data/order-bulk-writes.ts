import { expectStatus, type ApiClient } from '../people/api-client.ts';
import type { Cells } from '../rights/staff-writes.ts';

const bulks = '/v1/admin/bulk/orders';
const tagging = (tag: string) => ({ do: 'change_tags', add: [tag], remove: [] });
/** Takes a tag away that the order does not have. */
export const unchangingOrderBulk = (orderId: string) => ({
  action: { do: 'change_tags', add: [], remove: ['bulk'] },
  orderIds: [orderId],
  expected: 1,
});

export interface BegunOrderBulks {
  readonly toStop: string;
  readonly toUndo: string;
}

/** Tags that an order was given by changes of many. */
export async function beginOrderBulks(
  office: ApiClient,
  orderId: string,
): Promise<BegunOrderBulks> {
  const begin = async (tag: string) => {
    const asked = { action: tagging(tag), orderIds: [orderId], expected: 1 };
    return expectStatus(await office.post<{ bulkId: string }>(bulks, asked), 201).bulkId;
  };
  return { toStop: await begin('to stop'), toUndo: await begin('to undo') };
}

interface Tagged {
  readonly orderId: string;
  readonly orderBulks: BegunOrderBulks;
}

/** A change of many orders is of all their channels. */
export function ofOrderBulks(own: Tagged, foreign: Tagged): Record<string, Cells> {
  const tagged = (...orders: readonly Tagged[]) => ({
    body: {
      action: tagging('seen'),
      orderIds: orders.map(({ orderId }) => orderId),
      expected: orders.length,
    },
  });
  const onBulk = (which: keyof BegunOrderBulks): Cells => ({
    own: { params: { bulkId: own.orderBulks[which] } },
    foreign: { params: { bulkId: foreign.orderBulks[which] } },
  });
  return {
    adminCreateOrderBulk: {
      own: tagged(own),
      foreign: tagged(foreign),
      mixed: tagged(own, foreign),
    },
    adminStopOrderBulk: onBulk('toStop'),
    adminUndoOrderBulk: onBulk('toUndo'),
    adminSettlePaymentReview: {
      own: { params: { orderId: own.orderId } },
      foreign: { params: { orderId: foreign.orderId } },
    },
  };
}
