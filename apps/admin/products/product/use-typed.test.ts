import { expect, test } from 'vitest';
import { carried } from './use-typed.ts';

const from = { weight: '10', taxClass: 'standard', tracked: true };

test('what somebody else set is taken where it was not touched, and asked about where it was', () => {
  const typed = { ...from, weight: '20' };
  expect(carried(from, typed, { ...from, taxClass: 'books' })).toEqual({
    typed: { weight: '20', taxClass: 'books', tracked: true },
    contested: [],
  });
  expect(carried(from, typed, { ...from, weight: '30', tracked: false })).toEqual({
    typed: { weight: '20', taxClass: 'standard', tracked: false },
    contested: ['weight'],
  });
  expect(carried(from, typed, { ...from, weight: '20' }).contested).toEqual([]);
});
