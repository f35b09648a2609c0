import { told, type Schemas } from '@kontor/sdk';
import { useQuery } from '@tanstack/react-query';
import { kontor, queryClient } from '../../asking/kontor.ts';
import { isLive } from '../../live/hints.ts';

export type Order = Schemas['OrderWithParts'];
type Parts = Schemas['OrderParts'];

const parts = 'customer,documents,fulfillments,ledger,payments,refunds,timeline';

const keyOf = (orderId: string) => ['order', orderId] as const;

/** An order with all that belongs to it, in one request. */
export function useOrder(orderId: string, enabled = true) {
  return useQuery({
    enabled,
    queryKey: keyOf(orderId),
    queryFn: ({ signal }) =>
      told(
        kontor.GET('/v1/admin/orders/{orderId}', {
          params: { path: { orderId }, query: { expand: parts } },
          signal,
        }),
      ),
    // What follows from a command (a refund settled, a note of it) comes without being asked for.
    refetchInterval: () => (isLive() ? 5_000 : false),
  });
}

/** After something was done to it: the order is read anew, and so is every list that it stands in. */
export async function readAnew(orderId: string): Promise<void> {
  void queryClient.invalidateQueries({ queryKey: ['orders'] });
  await queryClient.invalidateQueries({ queryKey: keyOf(orderId) });
}

type ListName = 'documents' | 'fulfillments' | 'ledger' | 'payments' | 'refunds' | 'timeline';
type ItemsOf<Name extends ListName> =
  Extract<NonNullable<Parts[Name]>, { items: unknown }> extends { items: infer Items }
    ? Items
    : never;

/** Of a part; undefined where it cannot be told, or not to whoever asks. */
export function itemsOf<Name extends ListName>(
  { expanded }: Order,
  name: Name,
): ItemsOf<Name> | undefined {
  const part = expanded?.[name];
  return part && 'items' in part ? (part.items as ItemsOf<Name>) : undefined;
}

/** What was taken and not given back; undefined where payments cannot be told. */
export function refundableMinor(order: Order): number | undefined {
  return itemsOf(order, 'payments')?.reduce(
    (sum, { capturedMinor, refundedMinor }) => sum + capturedMinor - refundedMinor,
    0,
  );
}

const paidLater = new Set<string>(['invoice', 'cash_on_delivery']);

/** Nothing of the customer's money is held: they pay when they have it, or the invoice. */
export const isPaidLater = ({ paymentMethod }: Order): boolean => paidLater.has(paymentMethod);

/** Once something has left, an order is not cancelled any more. */
export function canBeCancelled({ state }: Order): boolean {
  return state === 'placed' || state === 'confirmed';
}
