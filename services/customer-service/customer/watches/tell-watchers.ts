import { derivedId, newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import type { ServiceContext } from '#platform/calls/service.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import type { EventData, ReceivedEvent } from '#platform/events/event-types.ts';
import { sql } from '#platform/ground/sql.ts';
import type { StoryShape } from '#platform/stories/stories.ts';
import { isOpen, isWaiting, linkEndsAt } from './watch-store.ts';
import { askWatcherStory, tellWatcherStory } from './watch-stories.ts';

type Context = ServiceContext<'customer'>;
type Comeback = EventData<'inventory.back_in_stock'>['items'][number];

/** So many people are told for each unit that came: not all of them still want it. */
const peopleAUnit = 3;
/** Of one turn, so that no transaction grows without end. */
const peopleATurn = 5_000;

/**
 * Tells the next people in turn. Of most of what comes back nobody waits for anything: then it is one
 * look into an index.
 */
export async function tellWatchers(
  events: ReceivedEvent<'inventory.back_in_stock'>[],
  tx: Transaction,
): Promise<void> {
  const skus = [...new Set(events.flatMap(({ data }) => data.items.map(({ sku }) => sku)))];
  const rows = await tx.query<{ sku: string }>(
    sql`select distinct sku from stock_watch where sku = any (${skus}::text[]) and ${isWaiting}`,
  );
  const watched = new Set(rows.map(({ sku }) => sku));
  for (const event of events) {
    for (const item of event.data.items) {
      if (watched.has(item.sku)) await takeTurn(tx, event.id, item);
    }
  }
}

/** Two who take turns at once pass by each other’s people, so nobody is told twice. */
async function takeTurn(tx: Transaction, eventId: string, item: Comeback): Promise<void> {
  const { sku, locationId, channels, available } = item;
  const turnId = newId();
  const told = await tx.query<{ id: string }>(sql`
    with next as (
      select id from stock_watch
      where sku = ${sku} and ${isWaiting}
        and ('*' = any (${channels}::text[]) or channel = any (${channels}::text[]))
      order by confirmed_at, id limit ${Math.min(available * peopleAUnit, peopleATurn)}
      for update skip locked),
    told as (
      update stock_watch w set told_at = kontor_now(), told_in = ${turnId}
      from next where w.id = next.id returning w.id),
    turn as (
      insert into watch_turn (id, event_id, sku, location_id, available, told)
      select ${turnId}::uuid, ${eventId}::uuid, ${sku}::text, ${locationId}::uuid, ${available}::int,
        count(*) from told having count(*) > 0)
    select id from told`);
  for (const { id } of told) tx.stories.begin(tellWatcherStory, id);
}

interface Mailed {
  readonly email: string;
  readonly customerId: string | null;
  readonly channel: string;
  readonly locale: string;
  readonly path: string;
  readonly title: string;
  readonly variantTitle: string | null;
  readonly linkEndsAt: string;
}

const mailedColumns = sql`
  email, customer_id, channel, locale, path, title, variant_title, ${linkEndsAt} as link_ends_at`;

/** Sends the link by which somebody without an account confirms. */
export function askWatcher({ database, call }: Context): StoryShape {
  return {
    story: askWatcherStory,
    async advance(storyId, invocation) {
      const [watchId = '', mails = ''] = storyId.split(':');
      const watch = await database.first<Mailed>(
        sql`select ${mailedColumns} from stock_watch
            where id = ${watchId} and confirmed_at is null and ${isOpen}`,
        invocation,
      );
      if (watch) {
        const { email, customerId, channel, locale, title, variantTitle } = watch;
        const message = {
          messageId: derivedId(`watch confirmation ${mails}`, watchId),
          template: 'watch_confirmation',
          email,
          customerId,
          data: { watchId, title, variantTitle },
          expiresAt: watch.linkEndsAt,
        } as const;
        const scope = { ...invocation, channel, locale };
        must(await call.notification.sendWatchMessage(message, scope), 'watch_confirmation');
      }
      await database.transaction('asked_watcher', invocation, async (tx) => {
        tx.stories.finish(askWatcherStory, storyId);
      });
    },
  };
}

/** Sends the one mail of a watch, which has the watch's own id: notification takes it once. */
export function tellWatcher({ database, call }: Context): StoryShape {
  return {
    story: tellWatcherStory,
    async advance(watchId, invocation) {
      const watch = await database.first<Mailed>(
        sql`select ${mailedColumns} from stock_watch
            where id = ${watchId} and told_at is not null and ended_at is null`,
        invocation,
      );
      if (watch) {
        const { email, customerId, channel, locale, path, title, variantTitle } = watch;
        const data = { path, title, variantTitle };
        const template = 'back_in_stock';
        const message = { messageId: watchId, template, email, customerId, data } as const;
        const scope = { ...invocation, channel, locale };
        must(await call.notification.sendWatchMessage(message, scope), template);
      }
      await database.transaction('told_watcher', invocation, async (tx) => {
        tx.stories.finish(tellWatcherStory, watchId);
      });
    },
  };
}
