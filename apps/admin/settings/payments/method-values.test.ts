import { expect, test, vi } from 'vitest';
import { methodBodyOf, unreadable, type MethodValues } from './method-values.ts';

vi.stubGlobal('document', { documentElement: { dataset: { digits: '' } } });

const values = (reminderFeesMinor: string): MethodValues => ({
  active: true,
  minMinor: '',
  maxMinor: '',
  countries: '',
  position: '0',
  dueDays: '14',
  dueFrom: 'invoice',
  deliveredAfterDays: '',
  reminderDays: '3, 10',
  reminderFeesMinor,
  registered: true,
  groups: '',
  ceilingMinor: '',
  names: {},
});

test('a fee of a reminder that is no amount is not taken for none', () => {
  expect(unreadable(values('2,50, 5'), 'EUR')).toEqual(['reminderFeesMinor']);
  expect(unreadable(values('0; 2,50'), 'EUR')).toEqual([]);
  const of = { locales: ['en'], currency: 'EUR', kind: 'invoice' };
  expect(methodBodyOf(values('0; 2,50'), of)).toMatchObject({ reminderFeesMinor: [0, 250] });
});
