import type { Label } from '#external/shipping-provider/port.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { fail, ok } from '#kernel/result.ts';
import { postalAddressOf } from '#kernel/postal-address/postal-address.ts';
import type { Handler, InputOf, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import { transition } from '#platform/data/transition.ts';
import { declare } from './customs.ts';
import { heldWithoutKeys, providerOfLabel } from './label-provider.ts';
import { parcelMoves } from './parcel-states.ts';
import {
  findParcel,
  keepLabel,
  parcelColumns,
  toParcelShape,
  type ParcelRow,
} from './parcel-store.ts';
import { senderOf } from './sender.ts';
import { giveLabelBack } from './void-label.ts';
import { addressDocument, senderDocument } from './stored/documents.ts';

type Context = ServiceContext<'shipment'>;
/** What a carrier says goes to staff, and no further than a screen. */
const longestDetail = 300;

type Goods = InputOf<'shipment', 'purchaseLabel'>['goods'];
type Chosen = Pick<ParcelRow, 'serviceCode' | 'carrierId'>;
type Answer = Awaited<ReturnType<Handler<'shipment', 'purchaseLabel'>>>;

/**
 * Buys one label per parcel. The row comes first; when it was there already the carrier is asked
 * for a label of ours before another is bought, since the answer to the first may have been lost.
 */
export function purchaseLabel(context: Context): Handler<'shipment', 'purchaseLabel'> {
  return async (input, invocation) => {
    const { row, isNew } = await openParcel(context, input, invocation);
    if (row.state === 'purchased') return ok(toParcelShape(row));
    if (row.state !== 'purchasing') {
      return labelRefused(row.refusalCode ?? row.state, row.refusalDetail);
    }
    const held = await heldWithoutKeys(context, row, invocation);
    if (held) return held;
    if (!isNew) {
      const found = await findLabel(context, row, invocation);
      if (found === 'unknown') return carrierUnavailable();
      if (found) return settle(context, row, found, invocation);
    }
    return buy(context, row, input.goods, invocation);
  };
}

/** A row may still be written by a purchase that was cut off: reading it tells what became of it. */
async function openParcel(
  { database, external }: Context,
  input: InputOf<'shipment', 'purchaseLabel'>,
  invocation: Invocation,
): Promise<{ row: ParcelRow; isNew: boolean }> {
  const { provider, sandbox } = external.shippingProvider.newAt;
  const { parcelId, fulfillmentId, orderId, weightGrams, serviceCode, carrierId, shipFrom } = input;
  return database.transaction('open_parcel', invocation, async (tx) => {
    const made = await tx.first<ParcelRow>(sql`
      insert into parcel (id, fulfillment_id, order_id, state, ship_to, weight_grams, service_code,
        carrier_id, provider, sandbox, ship_from)
      values (${parcelId}, ${fulfillmentId}, ${orderId}, 'purchasing', ${addressDocument.write(input.shipTo)},
              ${weightGrams}, ${serviceCode}, ${carrierId}, ${provider}, ${sandbox},
              ${shipFrom && senderDocument.write(shipFrom)}::jsonb)
      on conflict (id) do nothing returning ${parcelColumns}`);
    if (made) return { row: made, isNew: true };
    const row = await tx.first<ParcelRow>(
      sql`select ${parcelColumns} from parcel where id = ${parcelId}`,
    );
    return { row: row!, isNew: false };
  });
}

async function buy(
  context: Context,
  row: ParcelRow,
  goods: Goods,
  invocation: Invocation,
): Promise<Answer> {
  const service = row.serviceCode === null ? await chooseService(context, row, invocation) : row;
  if (!('serviceCode' in service)) return service;
  const { parcelId, weightGrams } = row;
  const bought = await providerOfLabel(context, row).port.purchaseLabel(
    {
      externalShipmentId: parcelId,
      serviceCode: service.serviceCode!,
      carrierId: service.carrierId ?? undefined,
      customs: declare(goods, row.shipTo, row.shipFrom ?? context.settings.shop),
      shipFrom: senderOf(row.shipFrom, context.settings.shop),
      shipTo: postalAddressOf(row.shipTo),
      parcels: [{ weightGrams }],
      idempotencyKey: parcelId,
    },
    { traceparent: invocation.traceparent },
  );
  if (bought.status === 'purchased') return settle(context, row, bought.label, invocation);
  if (bought.status === 'refused') {
    return refuse(context, row, bought.code, invocation, bought.detail);
  }
  if (bought.executed === 'maybe') {
    const found = await findLabel(context, row, invocation);
    if (found && found !== 'unknown') return settle(context, row, found, invocation);
  }
  return carrierUnavailable();
}

/** The cheapest service, kept before anything is bought with it. */
async function chooseService(
  context: Context,
  row: ParcelRow,
  invocation: Invocation,
): Promise<Chosen | Answer> {
  const quoted = await providerOfLabel(context, row).port.quoteRates(
    {
      shipFrom: senderOf(row.shipFrom, context.settings.shop),
      shipTo: postalAddressOf(row.shipTo),
      parcels: [{ weightGrams: row.weightGrams }],
      // Only compared with each other, so any one currency does.
      currency: 'EUR',
    },
    { traceparent: invocation.traceparent },
  );
  if (quoted.status === 'unknown') return carrierUnavailable();
  if (quoted.status === 'refused') return refuse(context, row, quoted.code, invocation);
  const [cheapest] = quoted.rates.toSorted((left, right) => left.amountMinor - right.amountMinor);
  if (!cheapest) return refuse(context, row, 'no_service', invocation);
  const { serviceCode, carrierId } = cheapest;
  const stored = await context.database.write<Chosen>(
    'choose_service',
    sql`update parcel set service_code = coalesce(service_code, ${serviceCode}),
          carrier_id = case when service_code is null then ${carrierId} else carrier_id end
        where id = ${row.parcelId}
        returning service_code, carrier_id`,
    invocation,
  );
  return stored[0]!;
}

async function findLabel(
  context: Context,
  row: ParcelRow,
  { traceparent }: Invocation,
): Promise<Label | 'unknown' | undefined> {
  const found = await providerOfLabel(context, row).port.findLabel(
    { externalShipmentId: row.parcelId },
    { traceparent },
  );
  if (found.status === 'found') return found.label.state === 'voided' ? undefined : found.label;
  return found.status === 'unknown' ? 'unknown' : undefined;
}

/** Keeps the label; when the parcel was given up meanwhile, the label goes back at once. */
async function settle(
  context: Context,
  { parcelId }: ParcelRow,
  label: Label,
  invocation: Invocation,
): Promise<Answer> {
  const stored = await keepLabel(context, parcelId, label, 'buy', invocation);
  if (stored) return ok(toParcelShape(stored));
  const late = await keepLabel(context, parcelId, label, 'learn_label', invocation);
  if (late) await giveLabelBack(context, late, invocation);
  const now = (await findParcel(context, parcelId))!;
  return now.state === 'purchased' ? ok(toParcelShape(now)) : labelRefused(now.state);
}

async function refuse(
  { database }: Context,
  { parcelId }: ParcelRow,
  code: string,
  invocation: Invocation,
  detail: string | null = null,
): Promise<Answer> {
  const reported = detail?.slice(0, longestDetail) ?? null;
  await database.write(
    'refuse_label',
    transition(parcelMoves.refuse, parcelId, {
      set: sql`refusal_code = ${code}, refusal_detail = ${reported}`,
    }),
    invocation,
  );
  return labelRefused(code, reported);
}

function labelRefused(code: string, detail: string | null = null) {
  const what = detail === null ? '' : ` (${detail})`;
  return fail('label_refused', `The carrier refused: ${code}${what}.`, { code });
}

function carrierUnavailable() {
  return fail('carrier_unavailable', 'The carrier does not answer. It is tried again.');
}
