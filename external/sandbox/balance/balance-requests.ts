import { atLeast, either, fields, integer, like, list, text } from '../wire/wire-shape.ts';

/* What Stripe takes of questions about the shop's balance. */

const timeRange = fields({ gt: integer, gte: integer, lt: integer, lte: integer });
const positive = atLeast(1, 'integer');
const expand = list(text(5000));

export const listLines = fields({
  created: either(timeRange, integer),
  currency: like(/^[a-z]{3}$/),
  ending_before: text(5000),
  expand,
  limit: positive,
  payout: text(5000),
  source: text(5000),
  starting_after: text(5000),
  type: text(5000),
});

export const listPayouts = fields({
  arrival_date: either(timeRange, integer),
  created: either(timeRange, integer),
  destination: text(),
  ending_before: text(5000),
  expand,
  limit: positive,
  starting_after: text(5000),
  status: text(5000),
});

export const retrieved = fields({ expand });
