import type { Invocation } from '#kernel/invocation.ts';
import { fail, ok } from '#kernel/result.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import { heldWithoutKeys, providerOfLabel } from './label-provider.ts';
import {
  findParcel,
  keepLabel,
  moveParcel,
  toParcelShape,
  type ParcelRow,
} from './parcel-store.ts';

type Context = ServiceContext<'shipment'>;
/** In these the provider has yet to be asked. */
const unasked: readonly ParcelRow['state'][] = ['purchasing', 'purchased', 'voiding'];
type Answer = Awaited<ReturnType<Handler<'shipment', 'voidLabel'>>>;

/**
 * Gives a label back. A purchase whose answer was lost is looked up first: what was bought is
 * voided, what was not is given up, and a label that turns up later is given back then.
 */
export function voidLabel(context: Context): Handler<'shipment', 'voidLabel'> {
  return async ({ parcelId }, invocation) => {
    let row = await findParcel(context, parcelId);
    if (!row) return fail('parcel_not_found', 'There is no such parcel.');
    if (unasked.includes(row.state)) {
      const held = await heldWithoutKeys(context, row, invocation);
      if (held) return held;
    }
    if (row.state === 'purchasing') {
      const found = await providerOfLabel(context, row).port.findLabel(
        { externalShipmentId: parcelId },
        { traceparent: invocation.traceparent },
      );
      if (found.status === 'unknown') return unavailable();
      if (found.status === 'found') {
        await keepLabel(context, parcelId, found.label, 'buy', invocation);
      } else await moveParcel(context, parcelId, 'give_up', invocation);
      row = (await findParcel(context, parcelId))!;
    }
    const isNew = row.state === 'purchased';
    if (isNew) {
      row = await moveParcel(context, parcelId, 'start_voiding', invocation);
      row ??= (await findParcel(context, parcelId))!;
    }
    if (row.state !== 'voiding') return ok(toParcelShape(row));
    return isNew
      ? giveLabelBack(context, row, invocation)
      : giveLabelBackAgain(context, row, invocation);
  };
}

/** It was asked for before, and its answer may have been lost: the carrier's list says first. */
async function giveLabelBackAgain(
  context: Context,
  row: ParcelRow,
  invocation: Invocation,
): Promise<Answer> {
  const found = await providerOfLabel(context, row).port.findLabel(
    { externalShipmentId: row.parcelId },
    { traceparent: invocation.traceparent },
  );
  if (found.status === 'unknown') return unavailable();
  if (found.status !== 'found' || found.label.state !== 'voided') {
    return giveLabelBack(context, row, invocation);
  }
  const moved = await moveParcel(context, row.parcelId, 'finish_voiding', invocation);
  return ok(toParcelShape(moved ?? (await findParcel(context, row.parcelId))!));
}

/** Asks the carrier, once the move is won. */
export async function giveLabelBack(
  context: Context,
  parcel: ParcelRow,
  invocation: Invocation,
): Promise<Answer> {
  const { parcelId, labelId } = parcel;
  const answer = await providerOfLabel(context, parcel).port.voidLabel(
    { labelId: labelId!, idempotencyKey: `void ${parcelId}` },
    { traceparent: invocation.traceparent },
  );
  if (answer.status === 'unknown') return unavailable();
  const move = answer.status === 'voided' ? 'finish_voiding' : 'keep';
  const row =
    (await moveParcel(context, parcelId, move, invocation)) ??
    (await findParcel(context, parcelId))!;
  if (answer.status === 'voided') return ok(toParcelShape(row));
  return fail('label_refused', `The carrier keeps the label: ${answer.code}.`, {
    code: answer.code,
  });
}

function unavailable() {
  return fail('carrier_unavailable', 'The carrier does not answer. It is tried again.');
}
