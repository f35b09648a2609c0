import { z } from 'zod';
import { failure } from '#kernel/contract.ts';
import { leftOut, open } from '#kernel/open-values.ts';
import { expectedVersion, expectsSinceVersion2, versionConflict } from '../overtaken.ts';
import { productLimits } from '../product/limits.ts';
import {
  address,
  allocation,
  id,
  page,
  pageFailures,
  pageOf,
  sku,
  text,
  timestamp,
  updatedSince,
} from '../shapes.ts';
import { ofKind } from '../text-kinds.ts';
import { code, dispatchCalendar } from './dispatch.ts';

/** What inventory promises about stock, and inventory-sync hands on. Schemas only. */

export const stockPolicy = z.enum(['deny', 'continue']);
/** As it is told: what an older version does not know sells no more than there is. */
export const openStockPolicy = open(stockPolicy, { unknownAs: 'deny' });

/** The day is told to shoppers where a SKU is sold beyond what is on hand. */
export const expectedOn = z.iso
  .date()
  .nullable()
  .meta({ description: 'When more of it is expected', examples: ['2026-12-15'] });

export const documentKind = z.enum(['departure', 'release', 'receipt', 'count']);
/** As it is told: of a kind that an older version does not ask for, it looks at none. */
export const openDocumentKind = open(documentKind, { unknownAs: leftOut });

/** What an older version does not know it takes for over: nothing more is done with it. */
export const reservationState = open(
  z.enum(['active', 'confirmed', 'released', 'expired', 'departed']),
  { unknownAs: 'released' },
);

export const reservation = z.strictObject({
  reservationId: id,
  state: reservationState,
  /** Null once confirmed: it then lasts until it is released or has departed. */
  expiresAt: timestamp.nullable(),
  allocations: z.array(allocation),
});

/** Of one count: an import counts what a hundred products have at once. */
const countedLines = 500;

/** A change of stock that staff asks for. Without a location: the first one that serves the channel. */
export const stockLine = z.strictObject({
  sku,
  locationId: id.optional(),
  quantity: z.int().min(0).max(productLimits.countedUnits),
});

const countedLine = stockLine.extend({
  expectedOnHand: z
    .int()
    .min(0)
    .optional()
    .meta({
      description:
        'What was on hand when it was counted. Where it is another number by now, nothing of the count is booked',
      examples: [10],
    }),
});

const movedLine = z.strictObject({ sku, locationId: id, expectedOnHand: z.int(), onHand: z.int() });
const countRefused = {
  /** With what is on hand now of the lines that moved between looking and booking. */
  stock_moved: failure('conflict', z.strictObject({ lines: z.array(movedLine) })),
  /** Another count has the id. */
  count_id_reused: failure('conflict'),
};

export const stockLocation = z
  .strictObject({
    locationId: id,
    code: z.string().meta({ description: 'Short name, e.g. main', examples: ['main'] }),
    name: z.string(),
    channels: z.array(z.string()).meta({ description: 'Channels it serves; * serves all' }),
    priority: z.int().meta({ description: 'Lower is taken from first' }),
    address: address
      .nullable()
      .meta({ description: 'Parcels are sent from here; without one none leave' }),
    active: z.boolean(),
    dispatch: dispatchCalendar.nullable().default(null).meta({
      description: 'When parcels are handed over; without it no days of delivery are told',
    }),
    version: z.int(),
  })
  .meta({ id: 'StockLocation' });

export const stockItem = z
  .strictObject({
    sku,
    locationId: id,
    onHand: z.int().min(0),
    reserved: z.int().min(0).meta({ description: 'Units on hand that checkouts and orders hold' }),
    backordered: z.int().min(0).meta({ description: 'Units promised beyond what is on hand' }),
    available: z.int().min(0).meta({ description: 'max(0, onHand − reserved − safetyStock)' }),
    received: z.int(),
    departed: z.int(),
    corrected: z.int().meta({ description: 'Sum of the differences that counts have found' }),
    shortUnits: z.int().min(0).meta({ description: 'Reserved units that a count has not found' }),
    safetyStock: z.int().min(0),
    lowStockThreshold: z.int().min(0),
    policy: openStockPolicy,
    tracked: z.boolean(),
    expectedOn: expectedOn.optional(),
    /** False while the catalog has not announced the SKU: it is then not sold. */
    announced: z.boolean(),
    version: z.int(),
    updatedAt: timestamp.optional(),
  })
  .meta({ id: 'StockItem' });

export const movement = z
  .strictObject({
    movementId: id,
    sku,
    locationId: id,
    /** One that an older version does not know is a difference with a reason to it. */
    kind: open(z.enum(['receipt', 'departure', 'count']), { unknownAs: 'count' }),
    onHandDelta: z.int(),
    onHandAfter: z.int().min(0),
    reason: z.string(),
    referenceId: id.meta({ description: 'The receipt, departure or count it belongs to' }),
    actorKind: z.string(),
    actorId: z.string(),
    at: timestamp,
  })
  .meta({ id: 'StockMovement' });

export const shortage = z
  .strictObject({
    shortageId: id,
    sku,
    locationId: id,
    units: z.int().min(0).meta({ description: 'Still missing; 0 once closed' }),
    openedAt: timestamp,
    closedAt: timestamp.nullable(),
  })
  .meta({ id: 'StockShortage' });

const skuFilter = page.extend({ sku: sku.optional(), locationId: id.optional() });
const locationUnknown = { location_unknown: failure('not_found') };

/** Input, output and failures of what staff may ask about stock. */
export const stockOperations = {
  listStock: {
    input: skuFilter.extend({
      query: ofKind('code', z.string().min(1).max(64))
        .optional()
        .meta({ description: 'How a SKU begins, in capitals or not', examples: ['MUG'] }),
      level: z.enum(['low']).optional().meta({
        description:
          '`low`: what is available is at `lowStockThreshold` or below it, of what is sold and counted',
      }),
      updatedSince,
    }),
    output: pageOf(stockItem),
    failures: pageFailures,
  },
  listMovements: { input: skuFilter, output: pageOf(movement), failures: pageFailures },
  listShortages: {
    input: page.extend({ state: z.enum(['open', 'closed']).optional() }),
    output: pageOf(shortage),
    failures: pageFailures,
  },
  listLocations: { input: z.strictObject({}), output: pageOf(stockLocation) },
  /** Adds a location under a new code, or changes the one that has the code. */
  putLocation: {
    ...expectsSinceVersion2,
    input: z.strictObject({
      code,
      name: text(120),
      channels: z
        .array(ofKind('code', z.string().min(1).max(40)))
        .min(1)
        .max(50)
        .default(['*']),
      priority: z.int().min(0).max(10_000).default(100),
      address: address.nullable().default(null),
      active: z.boolean().default(true),
      expectedVersion,
    }),
    output: stockLocation,
    failures: {
      ...versionConflict,
      last_location: failure('conflict'),
      /** It is closed once it holds nothing. */
      location_holds_stock: failure(
        'conflict',
        z.strictObject({ onHand: z.int(), reserved: z.int(), backordered: z.int() }),
      ),
    },
  },
  /** Says when the location of the code hands parcels over; null: nobody knows any more. */
  putDispatchCalendar: {
    ...expectsSinceVersion2,
    input: z.strictObject({ code, dispatch: dispatchCalendar.nullable(), expectedVersion }),
    output: stockLocation,
    failures: { ...locationUnknown, ...versionConflict },
  },
  /** What is given is set; `policyOverride: null` goes back to the product's own policy. */
  setStockPolicy: {
    input: z.strictObject({
      sku,
      locationId: id.optional(),
      safetyStock: z.int().min(0).max(1_000_000).optional(),
      lowStockThreshold: z.int().min(0).max(1_000_000).optional(),
      policyOverride: stockPolicy.nullable().optional(),
      expectedOn: expectedOn.optional(),
    }),
    output: stockItem,
    failures: { ...locationUnknown, sku_not_found: failure('not_found') },
  },
  /** Goods that came in. Once per receipt id. */
  receiveStock: {
    input: z.strictObject({
      receiptId: id,
      reason: ofKind('written', z.string().max(200)),
      lines: z.array(stockLine).min(1).max(100),
    }),
    output: z.strictObject({ movements: z.int() }).meta({ id: 'StockReceived' }),
    failures: locationUnknown,
  },
  /**
   * What was counted; the difference becomes a movement. Once per count id. A line may say what it was
   * counted against: where that is no longer on hand, the lines that moved are told and none is booked.
   */
  countStock: {
    input: z.strictObject({
      countId: id,
      reason: ofKind('written', z.string().max(200)),
      lines: z.array(countedLine).min(1).max(countedLines),
    }),
    output: z.strictObject({ movements: z.int(), shortages: z.int() }).meta({ id: 'StockCounted' }),
    failures: { ...locationUnknown, ...countRefused },
  },
};
