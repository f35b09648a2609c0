import { isDeepStrictEqual } from 'node:util';
import type { Invocation } from '#kernel/invocation.ts';
import { fail, type Failure, type Result } from '#kernel/result.ts';
import type { InputOf, ServiceContext } from '#platform/calls/service.ts';
import type { StoryShape } from '#platform/stories/stories.ts';
import {
  openEntry,
  readEntry,
  replyOf,
  settleEntry,
  settleStory,
  type Entry,
  type EntryKind,
  type Settlement,
} from './entry-book.ts';

type Context = ServiceContext<'inventory-sync'>;
type Asked = Result<object, Failure>;

/** How each kind is asked of inventory, and how many units its answer tells. */
const asking: {
  [Kind in EntryKind]: {
    ask: (context: Context, input: never, invocation: Invocation) => Promise<Asked>;
    unitsOf: (reply: never, input: never) => number;
  };
} = {
  departure: {
    ask: ({ call }, input: InputOf<'inventory-sync', 'recordDeparture'>, invocation) => {
      const { departureId, reservationId, lines } = input;
      return call.inventory.recordDeparture({ departureId, reservationId, lines }, invocation);
    },
    unitsOf: (reply: { departedUnits: number }) => reply.departedUnits,
  },
  release: {
    ask: ({ call }, input: InputOf<'inventory-sync', 'releaseReservation'>, invocation) => {
      const { reservationId, releaseId, lines } = input;
      const reason = lines ? 'fulfillment_cancelled' : 'order_cancelled';
      const release = { reservationId, releaseId, reason, ...(lines ? { lines } : {}) } as const;
      return call.inventory.releaseReservation(release, invocation);
    },
    unitsOf: (reply: { releasedUnits: number }) => reply.releasedUnits,
  },
  receipt: {
    ask: ({ call }, input: InputOf<'inventory', 'receiveStock'>, invocation) =>
      call.inventory.receiveStock(input, invocation),
    unitsOf: (_reply, { lines }: InputOf<'inventory', 'receiveStock'>) =>
      lines.reduce((sum, { quantity }) => sum + quantity, 0),
  },
  count: {
    ask: ({ call }, input: InputOf<'inventory', 'countStock'>, invocation) =>
      call.inventory.countStock(input, invocation),
    // What a count changed depends on what was there; its movements alone are told.
    unitsOf: (reply: { movements: number }) => reply.movements,
  },
};

/**
 * Does something in inventory once, and keeps a book of it: written before, settled after. Who is
 * killed in between leaves a story that asks again; inventory knows what it did by the id.
 */
export async function askInventory(
  context: Context,
  entry: { kind: EntryKind; id: string; orderId: string | null; input: object },
  invocation: Invocation,
): Promise<Asked> {
  const opened = await openEntry(context.database, invocation, entry);
  if (entry.kind === 'count' && !isDeepStrictEqual(opened.input, plain(entry.input))) {
    return fail('count_id_reused', 'Another count has this id. Give this one an id of its own.');
  }
  return replyOf(opened) ?? goOn(context, opened, invocation);
}

/** As it is stored. */
function plain(input: object): unknown {
  return JSON.parse(JSON.stringify(input));
}

/** Goes on with entries whose writer was killed before the answer. */
export function settleEntries(context: Context): StoryShape {
  return {
    story: settleStory,
    async advance(storyId, invocation) {
      const [kind = '', id = '', attempt] = storyId.split(' ');
      const entry = await readEntry(context.database, kind, id);
      if (!entry) throw new Error(`${settleStory.name} ${storyId} has no entry`);
      if (entry.state !== 'requested' || String(entry.attempt) !== attempt) {
        await context.database.transaction('close_settled', invocation, async (tx) =>
          tx.stories.finish(settleStory, storyId),
        );
        return;
      }
      await goOn(context, entry, { ...invocation, actor: entry.actor });
    },
  };
}

async function goOn(context: Context, entry: Entry, invocation: Invocation): Promise<Asked> {
  const { ask, unitsOf } = asking[entry.kind];
  const reply = await ask(context, entry.input as never, invocation);
  const settlement: Settlement = reply.ok
    ? {
        state: 'done',
        reply: reply.value,
        units: unitsOf(reply.value as never, entry.input as never),
      }
    : { state: 'refused', failure: reply.failure };
  await settleEntry(context.database, invocation, entry, settlement);
  return reply;
}
