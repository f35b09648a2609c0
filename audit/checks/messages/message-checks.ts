import { derivedId } from '#kernel/ids.ts';
import type { Broken, Check, Finding } from '../../world/check.ts';
import type { World } from '../../world/world.ts';
import type { DatabaseName } from '#platform/topology.ts';

interface MessageAbout {
  readonly id: string;
  readonly channel: string;
  readonly locale: string;
  readonly thingId: string;
}

/** What a message can be about, and where its own channel and language stand. */
interface Thing {
  readonly word: string;
  readonly database: DatabaseName;
  readonly table: string;
  /** Which messages are about one: a condition, and whose id they name. */
  readonly about: string;
  readonly thingId: string;
}

const order: Thing = {
  word: 'order',
  database: 'order',
  table: '"order".orders',
  about: `data ->> 'orderId' is not null`,
  thingId: `data ->> 'orderId'`,
};
const ticket: Thing = {
  word: 'ticket',
  database: 'customer',
  table: 'support.ticket',
  about: `data ->> 'ticketId' is not null`,
  thingId: `data ->> 'ticketId'`,
};

/** I10: whoever caused a message and where, it is written as its reader was spoken to before. */
export const messageChecks: readonly Check[] = [
  {
    invariant: 'I10',
    says: 'each message about an order has its channel and language, whoever caused it where',
    run: (world) => lookAtMessages(world, order),
  },
  {
    invariant: 'I10',
    says: 'each message about a ticket has its channel and language, whoever answered it where',
    run: (world) => lookAtMessages(world, ticket),
  },
  {
    invariant: 'I10',
    says: 'who waits for goods was told of the day on which they are expected now',
    run: lookAtDays,
  },
];

async function lookAtMessages(world: World, thing: Thing): Promise<Finding> {
  const broken: Broken[] = [];
  let checked = 0;
  const messages = world.batches<MessageAbout>(
    'customer',
    `select id::text, channel, locale, ${thing.thingId} as "thingId"
     from notification.message where ${thing.about}`,
  );
  for await (const batch of messages) {
    checked += batch.length;
    const things = await world.query<Omit<MessageAbout, 'thingId'>>(
      thing.database,
      `select id::text, channel, locale from ${thing.table} where id = any($1::uuid[])`,
      [batch.map(({ thingId }) => thingId)],
    );
    const byId = new Map(things.map((row) => [row.id, row]));
    for (const { id, thingId, channel, locale } of batch) {
      const its = byId.get(thingId);
      if (!its || (its.channel === channel && its.locale === locale)) continue;
      const message = `is of ${channel} ${locale}, and its ${thing.word} of ${its.channel} ${its.locale}`;
      broken.push({ subject: id, message });
    }
  }
  return { checked, broken };
}

interface NewDay {
  readonly id: string;
  readonly orderId: string;
  readonly number: string;
  readonly sku: string;
  readonly change: number;
}

/** The message of a change is known by its id; where its story is open, it is still to be sent. */
async function lookAtDays(world: World): Promise<Finding> {
  const broken: Broken[] = [];
  let checked = 0;
  const days = world.batches<NewDay>(
    'order',
    `select l.line_id::text as id, o.id::text as "orderId", o.number, line ->> 'sku' as sku,
       l.expected_on_change as change
     from "order".order_line l join "order".orders o on o.id = l.order_id
     cross join jsonb_array_elements(o.snapshot -> 'lines') line
     where l.expected_on_change is not null and line ->> 'lineId' = l.line_id::text
       and o.state not in ('cancelling', 'cancelled')
       and not exists (select from "order".story s where s.name = 'tell_expected_on'
         and s.id = format('%s:%s:%s', o.id, l.expected_on_change, line ->> 'sku')
         and s.state <> 'finished')`,
  );
  for await (const batch of days) {
    checked += batch.length;
    const saying = batch.map(({ orderId, sku, change }) =>
      derivedId(`order_confirmation new day ${sku} ${change}`, orderId),
    );
    const sent = await world.query<{ id: string }>(
      'customer',
      'select id::text from notification.message where id = any($1::uuid[])',
      [saying],
    );
    const known = new Set(sent.map(({ id }) => id));
    for (const [turn, { number, sku }] of batch.entries()) {
      if (known.has(saying[turn]!)) continue;
      const message = `nobody was told of the day on which ${sku} is expected now`;
      broken.push({ subject: number, message });
    }
  }
  return { checked, broken };
}
