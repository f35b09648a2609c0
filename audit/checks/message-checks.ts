import type { Broken, Check, Finding } from '../world/check.ts';
import type { World } from '../world/world.ts';
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
