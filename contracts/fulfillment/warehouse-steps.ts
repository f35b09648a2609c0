import { z } from 'zod';
import { command, failure } from '#kernel/contract.ts';
import { fulfillmentShape, openFulfillmentState, unitsOfLines } from './shapes.ts';
import { id, text } from '../shapes.ts';
import { ofKind } from '../text-kinds.ts';

export const fulfillmentId = z.strictObject({ fulfillmentId: id });
export const fulfillmentNotFound = { fulfillment_not_found: failure('not_found') };
const moveFailures = {
  ...fulfillmentNotFound,
  fulfillment_state_conflict: failure('conflict', z.strictObject({ state: openFulfillmentState })),
};
const step = {
  access: 'fulfillment:write',
  idempotency: 'key',
  scope: 'thing',
  output: fulfillmentShape,
} as const;

/** What a person in the warehouse does with a fulfillment. */
export const warehouseSteps = {
  /** Begins picking, or records what was picked; fewer than asked splits the rest off. */
  pickFulfillment: command({
    ...step,
    input: fulfillmentId.extend({ lines: unitsOfLines.min(1).max(100).optional() }),
    failures: { ...moveFailures, picked_exceeds_ordered: failure('invalid') },
  }),
  packFulfillment: command({ ...step, input: fulfillmentId, failures: moveFailures }),
  /** Buys the label, records the departure, follows the parcel; waits some seconds for the outcome. */
  shipFulfillment: command({
    ...step,
    input: fulfillmentId.extend({
      serviceCode: ofKind('code', z.string().max(60))
        .optional()
        .meta({ description: "The carrier's service, unless the one that the customer chose" }),
    }),
    failures: {
      ...moveFailures,
      /** Packed again; another service or a mended address may be tried under a new key. */
      label_refused: failure('conflict', z.strictObject({ code: z.string() })),
      /** Still being tried: sending it again with the same key tells how it went. */
      carrier_unavailable: failure('unavailable'),
      stock_not_on_hand: failure('conflict'),
    },
  }),
  holdFulfillment: command({
    ...step,
    input: fulfillmentId.extend({ reason: text(200) }),
    failures: moveFailures,
  }),
  /** Goes on where it was held. */
  resumeFulfillment: command({ ...step, input: fulfillmentId, failures: moveFailures }),
  /** Gives this part up and releases its stock; refunding it is up to the order. */
  cancelFulfillment: command({
    ...step,
    input: fulfillmentId.extend({ reason: text(200) }),
    failures: moveFailures,
  }),
} as const;
