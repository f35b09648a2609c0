import { lookAtEach, type Check, type Look } from '../../world/check.ts';

const cancelledBy = `"order".timeline_entry w where w.order_id = o.subject_id and w.key = 'cancelling:' || o.id`;

/** Where something waits: the schema, and what bears its id once it went out. */
const places = [
  {
    database: 'order',
    schema: '"order"',
    kind: 'refund',
    went: 'payment.refund w where w.refund_id = o.id',
    // It went on, or could not; or somebody is at it.
    there: `"order".refund w where w.id = o.id and (w.state <> 'pending'
      or exists (select from payment.refund p where p.refund_id = w.id)
      or exists (select from "order".story s
        where s.name = 'refund_order' and s.id = w.id::text and s.state <> 'finished'))`,
  },
  {
    database: 'order',
    schema: '"order"',
    kind: 'cancellation',
    // The entry of the move names what waited.
    went: cancelledBy,
    there: cancelledBy,
  },
  {
    database: 'customer',
    schema: 'notification',
    kind: 'message',
    went: 'notification.message w where w.id = o.id',
    there: 'notification.message w where w.id = o.id',
  },
  {
    database: 'customer',
    schema: 'support',
    kind: 'answer',
    went: 'support.ticket_message w where w.id = o.id',
    there: 'support.ticket_message w where w.id = o.id',
  },
] as const;

/** I7, I8, I14 of what waits before it goes out, so that it can be undone. */
export const outgoingChecks: readonly Check[] = [
  {
    invariant: 'I7',
    says: 'what was undone while it waited never went out, and nothing goes out before its time',
    run: (world) =>
      lookAtEach(
        world,
        places.map(({ database, schema, kind, went }): Look => {
          const stays = kind === 'refund' && `union all ${keptClaims}`;
          return {
            database,
            counted: `${schema}.outgoing`,
            broken: `select o.id::text, format('%s is %s and went out', o.kind, o.state)
              from ${schema}.outgoing o
              where o.kind = '${kind}' and o.state in ('waiting', 'undone', 'refused')
                and exists (select from ${went}) ${stays || ''}`,
          };
        }),
      ),
  },
  {
    invariant: 'I8',
    says: 'what waited and was started is there, once',
    run: (world) =>
      lookAtEach(
        world,
        places.map(({ database, schema, kind, there }): Look => ({
          database,
          counted: `${schema}.outgoing where state = 'started'`,
          broken: `select o.id::text, format('%s was started, and there are %s', o.kind, n.is_there)
              from ${schema}.outgoing o,
                lateral (select count(*)::int as is_there from ${there}) n
              where o.kind = '${kind}' and o.state = 'started' and n.is_there <> 1`,
        })),
      ),
  },
  {
    invariant: 'I14',
    says: 'nothing waits to go out after its time',
    run: (world) =>
      lookAtEach(
        world,
        places.map(({ database, schema }): Look => {
          return {
            database,
            counted: `${schema}.outgoing`,
            broken: `select id::text, format('%s waits since %s', kind, starts_at)
              from ${schema}.outgoing
              where state = 'waiting' and starts_at <= kontor_now() - make_interval(secs => $1)`,
          };
        }),
      ),
  },
];

/** What a refund claimed of its order is free again once it is undone. */
const keptClaims = `
  select o.id::text, format('undone, and its refund is %s', r.state)
  from "order".outgoing o join "order".refund r on r.id = o.id
  where o.state = 'undone' and r.state <> 'failed'`;
