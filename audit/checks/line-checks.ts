import { isDeepStrictEqual } from 'node:util';
import type { SnapshotLine } from '#contracts/shapes.ts';
import type { Broken, Check } from '../world/check.ts';

type Line = Pick<SnapshotLine, 'lineId' | 'attributes'>;

interface Bought {
  readonly checkoutId: string;
  readonly orderId: string;
  readonly lines: readonly Line[];
  /** Null where the cart was changed since: the checkout holds what it was then. */
  readonly cartLines: readonly Line[] | null;
}

/** I7 told is durable: what a shopper filled in for a line was read back to them in cart and checkout. */
export const lineChecks: readonly Check[] = [
  {
    invariant: 'I7',
    says: 'what was filled in for the lines of a cart is in its checkout and in its order',
    run: async (world) => {
      const broken: Broken[] = [];
      let checked = 0;
      const completed = world.batches<Bought>(
        'cart',
        `select k.id::text as "checkoutId", k.order_id::text as "orderId",
           k.content -> 'lines' as lines,
           case when c.version = k.cart_version + (c.state = 'completed')::int then c.lines end
             as "cartLines"
         from checkout.checkout k left join cart.cart c on c.id = k.cart_id
         where k.state = 'completed' and k.updated_at <= kontor_now() - make_interval(secs => $1)`,
        [world.graceSeconds],
      );
      for await (const batch of completed) {
        checked += batch.length;
        const orders = await world.query<{ id: string; lines: readonly Line[] }>(
          'order',
          `select id::text, snapshot -> 'lines' as lines from "order".orders
           where id = any($1::uuid[])`,
          [batch.map(({ orderId }) => orderId)],
        );
        const linesOf = new Map(orders.map(({ id, lines }) => [id, lines]));
        for (const bought of batch) {
          const message = whereItDiffers(bought, linesOf.get(bought.orderId));
          if (message) broken.push({ subject: bought.checkoutId, message });
        }
      }
      return { checked, broken };
    },
  },
];

/** An order that is not there is another check's business. */
function whereItDiffers(
  { lines, cartLines, orderId }: Bought,
  ordered: readonly Line[] | undefined,
): string | undefined {
  const frozen = filledIn(lines);
  if (cartLines && !isDeepStrictEqual(filledIn(cartLines), frozen))
    return 'other values were filled in for its cart’s lines';
  if (ordered && !isDeepStrictEqual(filledIn(ordered), frozen))
    return `other values are with the lines of order ${orderId}`;
  return undefined;
}

/** By line; lines for which nothing was filled in say so by an empty list or by none. */
function filledIn(lines: readonly Line[]): Record<string, Line['attributes']> {
  return Object.fromEntries(lines.map(({ lineId, attributes }) => [lineId, attributes ?? []]));
}
