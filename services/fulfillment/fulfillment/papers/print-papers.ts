import { createHash } from 'node:crypto';
import { mostPackingSlips } from '#contracts/fulfillment/papers.ts';
import * as clock from '#kernel/clock.ts';
import { fail, ok } from '#kernel/result.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import {
  fulfillmentColumns,
  inChannelsOf,
  type FulfillmentRow,
} from '../fulfillments/fulfillment-store.ts';
import type { PickLine, Slip } from './draw-papers.ts';

type Context = ServiceContext<'fulfillment'>;

/** Parts that one pick list is of. */
const mostPicked = 300;

/** What is printed in the warehouse; loaded with the first of it, for most processes print nothing. */
export function warehousePapers(context: Context) {
  return { getPackingSlips: getPackingSlips(context), getPickList: getPickList(context) };
}

function getPackingSlips({ database }: Context): Handler<'fulfillment', 'getPackingSlips'> {
  return async ({ fulfillmentIds = [], orderIds = [] }, invocation) => {
    const rows = await database.query<FulfillmentRow>(
      sql`
        select ${fulfillmentColumns} from fulfillment
        where (id = any(${fulfillmentIds}::uuid[]) or order_id = any(${orderIds}::uuid[]))
          and state <> 'cancelled' and requires_shipping and ${inChannelsOf(invocation.actor)}
        order by order_number, created_at, id limit ${mostPackingSlips + 1}`,
      invocation,
    );
    if (rows.length === 0) return nothingToPrint;
    if (rows.length > mostPackingSlips) return tooMany;
    const { renderSlips } = await import('./draw-papers.ts');
    const [first] = rows as [FulfillmentRow, ...FulfillmentRow[]];
    const name = rows.length === 1 ? `packing-slip-${first.orderNumber}` : 'packing-slips';
    return ok(asFile(name, await renderSlips(rows.map(slipOf))));
  };
}

function slipOf({
  orderNumber,
  locale,
  createdAt,
  shippingAddress,
  delivery,
  lines,
}: FulfillmentRow): Slip {
  return {
    orderNumber,
    locale,
    createdAt,
    address: shippingAddress ? linesOfAddress(shippingAddress) : [],
    delivery: delivery?.name ?? null,
    lines: lines.map(({ sku, title, quantity }) => ({ sku, title, quantity })),
  };
}

function linesOfAddress(address: NonNullable<FulfillmentRow['shippingAddress']>): string[] {
  const { name, company, street, street2, postalCode, city, regionCode, countryCode } = address;
  const town = [postalCode, city, regionCode].filter(Boolean).join(' ');
  return [name, company, street, street2, town, countryCode].filter((line) => line !== undefined);
}

function getPickList({ database }: Context): Handler<'fulfillment', 'getPickList'> {
  return async ({ state, locationId }, invocation) => {
    const here = locationId === undefined ? sql`true` : sql`location_id = ${locationId}`;
    const rows = await database.query<FulfillmentRow>(
      sql`
        select ${fulfillmentColumns} from fulfillment
        where state = ${state} and ${here} and ${inChannelsOf(invocation.actor)}
        order by created_at, id limit ${mostPicked + 1}`,
      invocation,
    );
    if (rows.length === 0) return nothingToPrint;
    const { renderPickList } = await import('./draw-papers.ts');
    const list = {
      locale: invocation.locale,
      printedAt: clock.nowIso(),
      lines: pickedLines(rows.slice(0, mostPicked)),
      most: rows.length > mostPicked ? mostPicked : undefined,
    };
    return ok(asFile('pick-list', await renderPickList(list)));
  };
}

/** Of each SKU all that is missing yet, in their order, so that nobody walks twice to a shelf. */
function pickedLines(rows: readonly FulfillmentRow[]): PickLine[] {
  const bySku = new Map<string, PickLine>();
  for (const { orderNumber, lines } of rows) {
    for (const { sku, title, quantity, pickedQuantity } of lines) {
      const missing = quantity - pickedQuantity;
      if (missing <= 0) continue;
      const known = bySku.get(sku) ?? { sku, title, quantity: 0, orderNumbers: [] };
      const orderNumbers = [...new Set([...known.orderNumbers, orderNumber])];
      bySku.set(sku, { ...known, quantity: known.quantity + missing, orderNumbers });
    }
  }
  return [...bySku.values()].toSorted((one, other) => one.sku.localeCompare(other.sku));
}

function asFile(name: string, bytes: Buffer) {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { fileName: `${name}.pdf`, sha256, pdfBase64: bytes.toString('base64') };
}

const nothingToPrint = fail(
  'nothing_to_print',
  'Nothing of your channels is there to be printed, or it needs no parcel.',
);
const tooMany = fail(
  'too_many_packing_slips',
  `At most ${mostPackingSlips} packing slips are printed at once. Choose fewer.`,
  { most: mostPackingSlips },
);
