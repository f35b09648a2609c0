import { derivedId } from '#kernel/ids.ts';
import type { InputOf } from '#platform/calls/service.ts';
import type { FulfillmentLine } from '../fulfillments/fulfillment-store.ts';
import type { FulfillmentState } from '../fulfillment-states.ts';

type Request = InputOf<'fulfillment', 'requestFulfillment'>;

export interface Part {
  readonly fulfillmentId: string;
  readonly locationId: string;
  readonly requiresShipping: boolean;
  readonly state: FulfillmentState;
  readonly holdReason: string | null;
  readonly heldFrom: FulfillmentState | null;
  readonly lines: FulfillmentLine[];
}

/**
 * Splits an order into what each location sends. Units that are not on hand yet are parts of their
 * own, held until they are, so that the rest can leave; so is what needs no shipping, which begins
 * to ship by itself. The ids follow from the order, so splitting it again gives the same parts.
 * @throws when units of a line come from nowhere
 */
export function splitOrder({ orderId, lines, allocations }: Request): Part[] {
  const parts = new Map<string, Part>();
  for (const line of lines) {
    let left = line.quantity;
    for (const allocation of allocations) {
      if (allocation.lineId !== line.lineId) continue;
      const { locationId, backordered } = allocation;
      const { requiresShipping } = line;
      const onHand = allocation.quantity - backordered;
      if (onHand > 0) {
        add(partOf(parts, orderId, { locationId, requiresShipping, waits: false }), line, onHand);
      }
      if (backordered > 0) {
        const place = { locationId, requiresShipping, waits: true };
        add(partOf(parts, orderId, place), line, backordered);
      }
      left -= allocation.quantity;
    }
    if (left !== 0) throw new Error(`${left} unit(s) of line ${line.lineId} are not allocated`);
  }
  return [...parts.values()];
}

interface Place {
  readonly locationId: string;
  readonly requiresShipping: boolean;
  readonly waits: boolean;
}

function partOf(parts: Map<string, Part>, orderId: string, place: Place): Part {
  const { locationId, requiresShipping, waits } = place;
  const key = `${locationId} ${requiresShipping ? 'shipped' : 'unshipped'} ${waits ? 'later' : 'now'}`;
  const known = parts.get(key);
  if (known) return known;
  const first = requiresShipping ? 'open' : 'shipping';
  const part: Part = {
    fulfillmentId: derivedId(`fulfillment ${key}`, orderId),
    locationId,
    requiresShipping,
    state: waits ? 'on_hold' : first,
    holdReason: waits ? 'awaiting_stock' : null,
    heldFrom: waits ? first : null,
    lines: [],
  };
  parts.set(key, part);
  return part;
}

function add({ lines }: Part, line: Request['lines'][number], quantity: number): void {
  lines.push({ ...line, quantity, pickedQuantity: 0 });
}
