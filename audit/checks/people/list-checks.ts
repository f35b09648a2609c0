import { sqlCheck, type Check } from '../../world/check.ts';

const placed = `
  select c.owner_kind, c.owner_id, line ->> 'lineId' as line, 'cart ' || c.id as place
    from cart.cart c, jsonb_array_elements(c.lines) line where c.state = 'active'
  union all
  select l.owner_kind, l.owner_id, line ->> 'lineId', 'list ' || l.id
    from cart.saved_list l, jsonb_array_elements(l.lines) line`;

/** I15 of what people save: it is in one place, and somebody's. */
export const listChecks: readonly Check[] = [
  sqlCheck({
    invariant: 'I15',
    says: 'what somebody put aside is in one place: in a cart, or on a list',
    database: 'cart',
    counted: 'cart.saved_list',
    broken: `select line, 'is in ' || string_agg(place, ', ' order by place)
      from (${placed}) placed group by owner_kind, owner_id, line having count(*) > 1`,
  }),
  sqlCheck({
    invariant: 'I15',
    says: 'every list belongs to somebody',
    database: 'cart',
    counted: 'cart.saved_list',
    broken: `select id::text, 'belongs to nobody' from cart.saved_list where owner_id = ''`,
  }),
];
