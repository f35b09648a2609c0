import type { Plant } from './plant.ts';
import type { BusinessDone } from './planted-business.ts';

const loose = `alter table inventory.stock_item drop constraint no_oversell, drop constraint on_hand_not_negative,
  drop constraint on_hand_is_explained, drop constraint shortage_is_real`;
const ofItem = ({ sku, locationId }: BusinessDone) =>
  `where sku = '${sku}' and location_id = '${locationId}'`;
const stock = ({ stock: subject }: BusinessDone) => subject;

/** A change of the stock item whose units were bought. */
function changed(assignments: string) {
  return (done: BusinessDone) => ({
    inventory: `${loose}; update inventory.stock_item set ${assignments} ${ofItem(done)}`,
  });
}

export const stockPlants: readonly Plant[] = [
  {
    violates: 'I1',
    says: 'on hand and reserved are never negative',
    how: 'more was shipped and reserved than ever received',
    subject: stock,
    sql: changed('received = received - 100000'),
  },
  {
    violates: 'I1',
    says: 'on hand and reserved are never negative',
    how: 'less than nothing is on hand',
    subject: stock,
    also: ['I2'],
    sql: changed('on_hand = -1'),
  },
  {
    violates: 'I1',
    says: 'what is on hand is the sum',
    how: 'a movement was changed',
    subject: stock,
    sql: (done) => ({
      inventory: `update inventory.movement set on_hand_delta = on_hand_delta + 7
        where sequence = (select max(sequence) from inventory.movement ${ofItem(done)} and kind <> 'departure')`,
    }),
  },
  {
    violates: 'I1',
    says: 'reserved and backordered are the sums',
    how: 'a unit is reserved for nobody',
    subject: stock,
    also: ['I2'],
    sql: changed('reserved = reserved + 1'),
  },
  {
    violates: 'I1',
    says: 'reserved and backordered are the sums',
    how: 'a unit is backordered by nobody',
    subject: stock,
    sql: changed('backordered = backordered + 1'),
  },
  {
    violates: 'I1',
    says: 'a count below what is reserved',
    how: 'more is reserved than is there, and no shortage is open',
    subject: stock,
    also: ['I2'],
    sql: changed('on_hand = reserved - 1, short_units = 1'),
  },
  {
    violates: 'I2',
    says: 'no reservation outlives',
    how: 'a reservation has expired and still holds',
    subject: ({ refunded }) => refunded.reservationId,
    sql: ({ refunded }) => ({
      inventory: `update inventory.reservation set state = 'active', expires_at = kontor_now() - interval '1 hour'
        where id = '${refunded.reservationId}'`,
    }),
  },
  {
    violates: 'I2',
    says: 'every held unit belongs',
    how: 'a cancelled order still holds stock',
    subject: ({ cancelled }) => cancelled.reservationId,
    sql: ({ cancelled }) => ({
      inventory: `update inventory.reservation set state = 'confirmed' where id = '${cancelled.reservationId}'`,
    }),
  },
  {
    violates: 'I2',
    says: 'every held unit belongs',
    how: 'nobody knows for whom stock is held',
    subject: ({ onAccount }) => onAccount.reservationId,
    sql: ({ onAccount }) => ({
      cart: `update checkout.completion set reservation_id = uuidv7() where reservation_id = '${onAccount.reservationId}'`,
    }),
  },
  {
    violates: 'I2',
    says: 'the catalog shows what can be sold',
    how: 'the catalog calls something sold out that is there',
    subject: stock,
    sql: (done) => ({ product: `update product.variant_stock set available = 0 ${ofItem(done)}` }),
  },
  {
    violates: 'I10',
    says: 'a departure, receipt or count moves',
    how: 'a receipt was booked twice',
    subject: () => '00000000-0000-7000-8000-000000000001',
    also: ['I1'],
    sql: (done) => ({
      inventory: `insert into inventory.movement (sku, location_id, kind, on_hand_delta, on_hand_after, reason, reference_id, actor_kind, actor_id, trace_id)
        select sku, location_id, 'receipt', 1, 1, 'twice', '00000000-0000-7000-8000-000000000001', 'system', 'test', ''
        from inventory.stock_item, generate_series(1, 2) ${ofItem(done)}`,
    }),
  },
  {
    violates: 'I10',
    says: 'a departure, receipt or count moves',
    how: 'a departure moved more than it says',
    subject: ({ delivered }) => delivered.fulfillmentId,
    sql: ({ delivered }) => ({
      inventory: `update inventory.stock_document set units = 1 where kind = 'departure' and id = '${delivered.fulfillmentId}'`,
    }),
  },
  {
    violates: 'I10',
    says: 'what has departed of the reservations',
    how: 'a unit departed that nobody had reserved',
    subject: stock,
    sql: changed('departed = departed + 1, received = received + 1'),
  },
  {
    violates: 'I10',
    says: 'each stock move that fulfillment asked for',
    how: 'a departure is done at the warehouse and unknown to inventory',
    subject: ({ delivered }) => delivered.fulfillmentId,
    sql: ({ delivered }) => ({
      inventory: `delete from inventory.stock_document where kind = 'departure' and id = '${delivered.fulfillmentId}'`,
    }),
  },
];
