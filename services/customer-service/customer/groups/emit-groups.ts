import { systemActor } from '#kernel/actor.ts';
import { systemInvocation, type Invocation } from '#kernel/invocation.ts';
import type { ServiceContext } from '#platform/calls/service.ts';
import { sql, type Statement } from '#platform/ground/sql.ts';
import type { StoryShape } from '#platform/stories/stories.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { story } from '#platform/resting/story.ts';

type Context = ServiceContext<'customer'>;

const groupsStory = story({ name: 'tell_groups' });
const everybody = 'all';
const batch = 200;

interface Reported {
  customerId: string;
  version: number;
  channel: string;
  locale: string;
  groupCodes: string[];
}

/** Counts the change in the profiles of these customers, and tells the groups they are in now. */
export async function emitGroups(tx: Transaction, whose: Statement): Promise<number> {
  // Of two changes at once the later one waits here, and then sees the groups of both.
  await tx.change(sql`select from customer where ${whose} order by id for update`);
  const reported = await tx.query<Reported>(sql`
    update customer set version = version + 1, updated_at = kontor_now() where ${whose}
    returning id as customer_id, version, channel, locale,
      array(select g.code from customer_group g join customer_group_member m on m.group_id = g.id
            where m.customer_id = customer.id order by g.code) as group_codes`);
  for (const { customerId, version, channel, locale, groupCodes } of reported) {
    tx.emit({
      type: 'customer.groups_changed',
      aggregateId: customerId,
      aggregateVersion: version,
      channel,
      locale,
      data: { customerId, groupCodes },
    });
  }
  return reported.length;
}

/** Tells those who are noted, a batch a transaction, until nobody is left. */
export function emitNotedGroups({ database }: Context): StoryShape {
  return {
    story: groupsStory,
    async advance(id, invocation) {
      for (let left = true; left;) left = await emitBatch(database, id, invocation);
    },
  };
}

function emitBatch(
  database: Context['database'],
  id: string,
  invocation: Invocation,
): Promise<boolean> {
  return database.transaction('tell_groups', invocation, async (tx) => {
    const noted = await tx.query<{ customerId: string }>(sql`
      delete from groups_to_tell where customer_id in (
        select customer_id from groups_to_tell order by customer_id limit ${batch} for update)
      returning customer_id`);
    const ids = noted.map(({ customerId }) => customerId);
    if (ids.length > 0) await emitGroups(tx, sql`id = any(${ids}::uuid[])`);
    if (noted.length === batch) return true;
    tx.stories.finish(groupsStory, id);
    return false;
  });
}

/** A folder of an earlier version: who is in a group is told once, to whoever hears it only now. */
export function emitGroupsOfBefore({ database }: Context) {
  return async (): Promise<void> => {
    const [noted] = await database.query(sql`select from groups_to_tell limit 1`);
    if (!noted) return;
    const scope = { channel: 'default', locale: 'en' };
    const invocation = systemInvocation(systemActor('customer'), scope);
    await database.transaction('tell_groups_of_before', invocation, async (tx) =>
      startEmitting(tx),
    );
  };
}

export function startEmitting(tx: Transaction): void {
  tx.stories.begin(groupsStory, everybody);
}
