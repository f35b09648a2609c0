import { z } from 'zod';
import { query } from '#kernel/contract.ts';
import { amountMinor, currencyCode } from '#kernel/money.ts';
import { pageOf } from '../shapes.ts';

const orders = z.int().min(0);
const salesMinor = amountMinor.meta({
  description: 'Totals of these orders as they were placed, with tax and delivery',
});
const averageMinor = amountMinor
  .nullable()
  .meta({ description: '`salesMinor` by `orders`, rounded; null without orders' });

const daySums = z
  .strictObject({
    orders: orders.meta({ description: 'Placed on the day and not cancelled since' }),
    salesMinor,
    averageMinor,
    cancelledOrders: z.int().min(0).meta({
      description: 'Placed on the day and cancelled since, or being cancelled: in no other sum',
    }),
    refundedMinor: amountMinor.meta({
      description: 'What was given back of orders of the day, until today; `salesMinor` keeps it',
    }),
    hours: z
      .array(z.strictObject({ hour: z.int().min(0).max(23), orders, salesMinor }))
      .meta({ description: 'By the hour of the time zone; hours without an order are left out' }),
  })
  .meta({ id: 'DaySums' });

export const dayFigures = z
  .strictObject({
    channel: z.string().meta({ examples: ['default'] }),
    currency: currencyCode,
    timeZone: z.string().meta({
      description: 'Whose day it is: the channel’s, or the shop’s where the channel has none',
      examples: ['Europe/Berlin'],
    }),
    day: z.iso.date(),
    sums: daySums,
    dayBefore: daySums,
    dayBeforeUntilNow: z.strictObject({ orders, salesMinor, averageMinor }).meta({
      description:
        'Of the day before until the same time of the day, which today is measured by; all of it where another day than today is asked for',
    }),
  })
  .meta({ id: 'DayFigures' });

/** Operations of order about what was sold. */
export const figures = {
  /** An item for each channel and currency in which something was ordered on the day or the one before. */
  listDayFigures: query({
    access: 'orders:read',
    input: z.strictObject({
      day: z.iso
        .date()
        .refine((given) => given >= '1000', 'Give a day of the years from 1000 on.')
        .optional()
        .meta({ description: 'Today unless told', examples: ['2026-11-27'] }),
      channel: z.string().max(40).optional(),
    }),
    output: pageOf(dayFigures),
  }),
} as const;
