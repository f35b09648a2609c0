import { expect, test } from 'vitest';
import { completedCheckout, soldLine } from '../orders-for-tests.ts';
import { orderMessage } from './order-messages.ts';

test('a mail names what the buyer filled in for a line', () => {
  const engraved = {
    key: 'engraving',
    name: 'Engraving',
    type: 'text',
    value: 'Ada',
    text: 'Ada',
    unit: null,
  } as const;
  const lines = [soldLine({ attributes: [engraved] }), soldLine()];
  const { data } = orderMessage('order_confirmation', 'placed', completedCheckout({ lines }));
  const reported = (data as unknown as { lines: { variantTitle: string }[] }).lines;
  expect(reported.map(({ variantTitle }) => variantTitle)).toEqual([
    '100 g, Engraving: Ada',
    '100 g',
  ]);
});
