import { told, type Schemas } from '@kontor/sdk';
import { kontor, queryClient } from '../../asking/kontor.ts';
import type { BulkDoor } from '../../in-bulk/bulk-runs.ts';
import { useBegin } from '../../in-bulk/use-begin.ts';
import type { useStepUp } from '../../session/step-up.tsx';
import { queryOf, type OrderSearch } from '../list/order-search.ts';

export type OrderBulkAction = Schemas['OrderBulkAction'];

const all = '/v1/admin/bulk/orders';
const one = `${all}/{bulkId}` as const;
const undoable = new Set(['change_tags']);

/** Things done to many orders. */
export const orderBulks: BulkDoor = {
  key: ['bulk', 'orders'],
  path: '/orders/$orderId',
  list: async (signal) =>
    (await told(kontor.GET(all, { params: { query: { limit: 10 } }, signal }))).items,
  read: (bulkId, signal) => told(kontor.GET(one, { params: { path: { bulkId } }, signal })),
  refused: async (bulkId, signal) => {
    const query = { outcome: 'refused', limit: 50 } as const;
    const params = { path: { bulkId }, query };
    const { items } = await told(kontor.GET(`${one}/items`, { params, signal }));
    return items.map(({ orderId, orderNumber, code, message }) => ({
      id: orderId,
      name: orderNumber,
      code,
      message,
    }));
  },
  move: (bulkId, what) => told(kontor.POST(`${one}/${what}`, { params: { path: { bulkId } } })),
  mayUndo: ({ does }) => undoable.has(does),
  changed: () => {
    for (const queryKey of [['orders'], ['order'], ['fulfillments']])
      void queryClient.invalidateQueries({ queryKey });
  },
};

interface Asked {
  readonly action: OrderBulkAction;
  /** As somebody confirmed it. */
  readonly expected: number;
  /** Of a cancellation, what follows from it. */
  readonly digest?: string;
}

/** Of those that were chosen, or else of all that the list finds. */
export function useBeginOrders(
  { search, chosen }: { readonly search: OrderSearch; readonly chosen: readonly string[] },
  proven: ReturnType<typeof useStepUp>['proven'],
) {
  const { sort: _order, ...where } = queryOf(search);
  const which = chosen.length > 0 ? { orderIds: [...chosen] } : { where };
  return useBegin(orderBulks, which, (asked: Asked, key) =>
    proven(() =>
      told(
        kontor.POST(all, {
          params: { header: { 'Idempotency-Key': key } },
          body: { ...asked, ...which },
        }),
      ),
    ),
  );
}
