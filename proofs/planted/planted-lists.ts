import { newId } from '#kernel/ids.ts';
import type { Plant } from './plant.ts';

const lineId = newId();
const lists = [newId(), newId()] as const;
const lines = `jsonb_build_array(jsonb_build_object('lineId', '${lineId}'))`;

function list(id: string, owner = 'planted'): string {
  return `insert into cart.saved_list (id, kind, name, channel, currency, prices_include_tax, owner_kind, owner_id, lines)
    values ('${id}', 'cart', 'Planted', 'default', 'EUR', true, 'customer', '${owner}', ${lines});`;
}

function cart(id: string): string {
  return `insert into cart.cart (id, channel, locale, currency, prices_include_tax, owner_kind, owner_id, lines, expires_at)
    values ('${id}', 'default', 'en', 'EUR', true, 'customer', 'planted', ${lines}, kontor_now() + interval '1 day');`;
}

const twice = {
  violates: 'I15',
  says: 'what somebody put aside is in one place',
  subject: () => lineId,
} as const;

/** What people saved, in two places or nobody's. */
export const listPlants: readonly Plant[] = [
  {
    ...twice,
    how: 'a line stays in the cart that it was moved out of',
    sql: () => ({ cart: list(lists[0]) + cart(lists[1]) }),
  },
  {
    ...twice,
    how: 'a line is on two lists',
    sql: () => ({ cart: list(lists[0]) + list(lists[1]) }),
  },
  {
    violates: 'I15',
    says: 'every list belongs to somebody',
    how: 'a list is nobody’s',
    subject: () => lists[0],
    sql: () => ({ cart: list(lists[0], '') }),
  },
];
