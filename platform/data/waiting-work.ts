import type { z } from 'zod';
import type { waitingPromises, waitingWork } from '#contracts/waiting-work.ts';
import { hasPermission, type Actor } from '#kernel/actor.ts';
import type { Answer, Input, Reply } from '#kernel/contract.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { ok } from '#kernel/result.ts';
import type { ServiceContext } from '../calls/service.ts';
import { sql } from '../ground/sql.ts';
import { whereAnswered } from '../ground/unavailability.ts';
import type { ServiceName } from '../topology.ts';

/**
 * Each service counts what waits for people in its own schema, so it is asked along the arrows, as
 * audit entries are; but a count that is missing is of no harm to the others, and is named.
 */

type Promised = (typeof waitingPromises)['listWaitingWork'];
export type WaitingWork = z.output<typeof waitingWork>;
/** What one kind of work counts, or nothing where the asker may not know of it. */
export type CountWork = (invocation: Invocation) => Promise<readonly WaitingWork[]>;
type Behind = (asked: Input<Promised>, invocation: Invocation) => Promise<Answer<Promised>>;
type Own = Pick<ServiceContext<ServiceName>, 'service' | 'database'>;

interface More {
  readonly counts?: readonly CountWork[];
  /** Callers of those for whom it answers as well, by name. */
  readonly behind?: Readonly<Partial<Record<ServiceName, Behind>>>;
}

/** Binds a service's promise. */
export function listWaitingWork(own: Own, { counts = [], behind = {} }: More = {}) {
  return async (asked: Input<Promised>, invocation: Invocation): Promise<Reply<Promised>> => {
    const [counted, replies] = await Promise.all([
      Promise.all([stuckWork(own), ...counts].map((count) => count(invocation))),
      Promise.all(
        Object.entries(behind).map(async ([name, ask]) => {
          const reply = await whereAnswered(ask(asked, invocation));
          return reply?.ok ? reply.value : { items: [], unanswered: [name] };
        }),
      ),
    ]);
    return ok({
      items: [...counted.flat(), ...replies.flatMap(({ items }) => items)],
      unanswered: replies.flatMap(({ unanswered }) => unanswered),
    });
  };
}

/** A story is tried again after 1 s, 2 s, 4 s … 5 min: this many attempts are a quarter of an hour. */
const manyAttempts = 10;

/** As `kontor dead-letters` finds them: of no channel, so they are for who may act in all. */
function stuckWork({ service, database }: Own): CountWork {
  return async (invocation) => {
    if (!runsTheShop(invocation.actor)) return [];
    const row = await database.first<{ stuck: number; dead: number }>(
      sql`
        select (select count(*)::int from story where state = 'held')
            + (select count(*)::int from story where state = 'open' and attempts >= ${manyAttempts})
            as stuck,
          (select count(*)::int from outbox_failure where dead_at is not null)
            + (select count(*)::int from inbox_held where dead_at is not null) as dead`,
      invocation,
    );
    const { stuck, dead } = row!;
    const nowhere = { service, dueAt: null, locationId: null, list: null };
    return [
      { kind: 'stuck_stories', count: stuck, ...nowhere },
      { kind: 'dead_letters', count: dead, ...nowhere },
    ].filter(({ count }) => count > 0);
  };
}

function runsTheShop(actor: Actor): boolean {
  return hasPermission(actor, 'settings:read') && actor.channels === '*';
}
