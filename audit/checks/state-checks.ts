import { sqlCheck, type Check } from '../world/check.ts';

/** I13 legal states: each agrees with what happened, and what is finished stays finished. */
export const stateChecks: readonly Check[] = [
  sqlCheck({
    invariant: 'I13',
    says: 'refunded ≤ captured',
    database: 'order',
    counted: 'payment.payment',
    broken: `select o.number, format('refunded %s, claimed %s, captured %s', refunded_minor, refund_claimed_minor, captured_minor)
        from "order".orders o where greatest(refunded_minor, refund_claimed_minor) > captured_minor
      union all
      select payment_id::text, format('refunded %s, asked for %s, captured %s', refunded_minor, refund_pending_minor, captured_minor)
        from payment.payment where refunded_minor + refund_pending_minor > captured_minor
      union all
      select p.payment_id::text, format('refunded %s, its refunds are %s', p.refunded_minor, coalesce(r.refunded, 0))
        from payment.payment p left join (select payment_id, sum(amount_minor) as refunded
          from payment.refund where state = 'refunded' group by 1) r using (payment_id)
        where p.refunded_minor <> coalesce(r.refunded, 0)`,
  }),
  sqlCheck({
    invariant: 'I13',
    says: 'shipped ≤ ordered, and an order’s lines are what the warehouse did',
    database: 'order',
    counted: '"order".orders',
    broken: `select o.number, format('line %s: %s shipped and %s given up of %s', l.line_id, l.shipped_quantity, l.cancelled_quantity, l.ordered_quantity)
        from "order".order_line l join "order".orders o on o.id = l.order_id
        where l.shipped_quantity + l.cancelled_quantity > l.ordered_quantity
      union all
      select f.order_number, format('%s units at the warehouse, %s ordered', f.units, o.units)
        from (select order_id, order_number, sum((line ->> 'quantity')::int) as units
              from fulfillment.fulfillment, jsonb_array_elements(lines) line group by 1, 2) f
        join (select id, sum((line ->> 'quantity')::int) as units
              from "order".orders, jsonb_array_elements(snapshot -> 'lines') line group by 1) o on o.id = f.order_id
        where f.units > o.units
      union all
      select f.order_number, format('%s units left the warehouse, the order says %s', f.units, coalesce(l.units, 0))
        from (select order_id, order_number, sum((line ->> 'quantity')::int) as units
              from fulfillment.fulfillment, jsonb_array_elements(lines) line
              where state in ('shipped', 'delivered') and created_at <= kontor_now() - make_interval(secs => $1)
              group by 1, 2) f
        left join (select order_id, sum(shipped_quantity) as units from "order".order_line group by 1) l using (order_id)
        where f.units <> coalesce(l.units, 0)`,
  }),
  sqlCheck({
    invariant: 'I13',
    says: 'an order’s state agrees with its lines, parcels and parts',
    database: 'order',
    counted: '"order".orders',
    broken: `select o.number, 'shipped or delivered, but units are neither shipped nor given up'
        from "order".orders o
        where o.state in ('shipped', 'delivered')
          and (select sum((line ->> 'quantity')::int) from jsonb_array_elements(o.snapshot -> 'lines') line)
            > (select coalesce(sum(shipped_quantity + cancelled_quantity), 0) from "order".order_line l where l.order_id = o.id)
      union all
      select o.number, 'delivered, but a parcel is ' || p.status
        from "order".orders o join "order".order_parcel p on p.order_id = o.id
        where o.state = 'delivered' and p.status <> 'delivered'
      union all
      select o.number, o.state || ', but never confirmed' from "order".orders o
        where o.confirmed_at is null and o.state in ('confirmed', 'partially_shipped', 'shipped', 'delivered')
      union all
      select o.number, 'cancelled, but a part of it is ' || f.state
        from "order".orders o join fulfillment.fulfillment f on f.order_id = o.id
        where o.state = 'cancelled' and f.state <> 'cancelled'`,
  }),
  sqlCheck({
    invariant: 'I13',
    says: 'a cancelled order keeps no money',
    database: 'order',
    counted: '"order".orders',
    broken: `select o.number, 'cancelled, but its money was neither voided nor given back'
      from "order".orders o
      where o.state = 'cancelled' and not exists (
        select from payment.payment p where p.payment_id = o.payment_id
          and (p.state in ('voided', 'failed', 'credited') or p.amount_minor = 0
            or p.captured_minor > 0 and p.refunded_minor + p.refund_pending_minor = p.captured_minor))`,
  }),
  sqlCheck({
    invariant: 'I13',
    says: 'a payment’s state agrees with its amounts',
    database: 'order',
    counted: 'payment.payment',
    broken: `select payment_id::text, format('%s with %s authorized and %s captured of %s', state, authorized_minor, captured_minor, amount_minor)
      from payment.payment
      where captured_minor > amount_minor
        or state in ('voided', 'failed') and captured_minor > 0
        or state = 'captured' and captured_minor = 0 and amount_minor > 0
        or state in ('authorized', 'capturing') and (authorized_minor < amount_minor or captured_minor > 0)
        or state = 'capturing_part' and (authorized_minor < amount_minor or captured_minor >= amount_minor)
        or state in ('part_captured', 'releasing')
          and (authorized_minor < amount_minor or captured_minor not between 1 and amount_minor - 1)`,
  }),
  sqlCheck({
    invariant: 'I13',
    says: 'a completed checkout stays completed, by one attempt, and names its order',
    database: 'cart',
    counted: 'checkout.checkout',
    broken: `select id::text, format('%s with order %s', state, order_id)
        from checkout.checkout where (state = 'completed') <> (order_id is not null and placed_at is not null)
      union all
      select c.id::text, format('%s, its last attempt is %s', c.state, a.state)
        from checkout.checkout c left join checkout.completion a on a.checkout_id = c.id and a.attempt = c.attempt
        where c.state = 'completed' and a.state is distinct from 'completed'
          or c.state = 'completing' and coalesce(a.state, 'undone') not in ('running', 'requires_action', 'undoing')
          or c.state in ('open', 'abandoned') and coalesce(a.state, 'undone') <> 'undone'
      union all
      select checkout_id::text, format('attempt %s is %s, and a later one exists', a.attempt, a.state)
        from checkout.completion a join checkout.checkout c on c.id = a.checkout_id
        where a.attempt < c.attempt and a.state <> 'undone'`,
  }),
  sqlCheck({
    invariant: 'I13',
    says: 'a cart that was bought is completed',
    database: 'cart',
    counted: 'cart.cart',
    broken: `select c.id::text, format('%s, but it was bought', c.state)
        from cart.cart c join checkout.checkout k on k.cart_id = c.id
        where k.state = 'completed' and k.updated_at <= kontor_now() - make_interval(secs => $1)
          and (c.state <> 'completed' or c.order_id is distinct from k.order_id)
      union all
      select id::text, 'completed, but nothing was bought' from cart.cart c
        where c.state = 'completed' and not exists (
          select from checkout.checkout k where k.cart_id = c.id and k.state = 'completed')
      union all
      select id::text, 'merged into nothing' from cart.cart where (state = 'merged') <> (merged_into is not null)`,
  }),
  sqlCheck({
    invariant: 'I13',
    says: 'a reservation that has ended holds nothing',
    database: 'inventory',
    counted: 'inventory.reservation',
    broken: `select r.id::text, format('%s with %s open units', r.state, sum(a.quantity - a.departed - a.released))
      from inventory.reservation r join inventory.reservation_allocation a on a.reservation_id = r.id
      where r.state in ('released', 'expired', 'departed') group by r.id
      having sum(a.quantity - a.departed - a.released) <> 0`,
  }),
  sqlCheck({
    invariant: 'I13',
    says: 'a part that left has its parcel, one that did not has none that costs money',
    database: 'order',
    counted: 'fulfillment.fulfillment',
    broken: `select f.id::text, f.state || ', but no label was bought'
        from fulfillment.fulfillment f
        where f.state in ('shipped', 'delivered') and f.requires_shipping and not exists (
          select from shipment.parcel p where p.fulfillment_id = f.id and p.state = 'purchased')
      union all
      select p.id::text, format('%s for a part that is %s', p.state, f.state)
        from shipment.parcel p join fulfillment.fulfillment f on f.id = p.fulfillment_id
        where p.state = 'purchased' and f.state in ('open', 'picking', 'cancelled')
          and p.changed_at <= kontor_now() - make_interval(secs => $1)
      union all
      select f.id::text, format('%s, but its parcel is %s', f.state, t.state)
        from fulfillment.fulfillment f join tracking.parcel t on t.fulfillment_id = f.id
        where (f.state = 'delivered') <> (t.state = 'delivered')
          and coalesce(t.news_at, t.created_at) <= kontor_now() - make_interval(secs => $1)
      union all
      select p.id::text, 'a label was bought without number or price' from shipment.parcel p
        where p.state = 'purchased' and (p.tracking_number is null or p.label_id is null)`,
  }),
  sqlCheck({
    invariant: 'I13',
    says: 'a closed ticket stays closed, and a message’s state agrees with what was sent',
    database: 'customer',
    counted: `(select id from support.ticket union all select id from notification.message) rows`,
    broken: `select t.number, 'closed, and yet somebody wrote'
        from support.ticket t join support.ticket_message m on m.ticket_id = t.id
        where t.state = 'closed' and m.created_at > t.updated_at
      union all
      select id::text, 'called sent, without a time' from notification.message
        where email_state = 'sent' and email_sent_at is null or sms_state = 'sent' and sms_sent_at is null
      union all
      select id::text, 'failed without a reason' from notification.message
        where email_state = 'failed' and email_error is null or sms_state = 'failed' and sms_error is null`,
  }),
];
