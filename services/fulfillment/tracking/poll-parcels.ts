import { systemActor } from '#kernel/actor.ts';
import { systemInvocation } from '#kernel/invocation.ts';
import type { JobShape } from '#platform/stories/jobs.ts';
import type { ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import type { StoryShape } from '#platform/stories/stories.ts';
import { story } from '#platform/resting/story.ts';
import { applyTracking } from './apply-tracking.ts';
import { lockParcel, parcelColumns, type TrackedParcel } from './parcel-store.ts';

type Context = ServiceContext<'tracking'>;

/** Webhooks come first; this is what is asked when none came. */
export const firstPollMinutes = 5;
const slowestPollMinutes = 120;
const batch = 50;
const batchesAtMost = 20;

/** Asks the carrier about parcels of which nothing was heard, ever more rarely. */
export function pollParcels(context: Context): JobShape {
  return {
    cron: '*/5 * * * *',
    async run() {
      for (let count = 0; count < batchesAtMost; count += 1) {
        const due = await takeDue(context);
        for (const parcel of due) await poll(context, parcel);
        if (due.length < batch) break;
      }
    },
  };
}

/** The next poll is set before this one is made, so that two workers never ask for the same. */
function takeDue({ database }: Context): Promise<TrackedParcel[]> {
  return database.query<TrackedParcel>(sql`
    update parcel set polls = polls + 1,
      next_poll_at = kontor_now() + interval '1 minute'
        * least(${slowestPollMinutes}::int, ${firstPollMinutes}::int * power(2, least(polls, 10)))
    where id in (
      select id from parcel where next_poll_at <= kontor_now()
      order by next_poll_at limit ${batch} for update skip locked)
    returning ${parcelColumns}`);
}

/** The story that asks the carrier once when a parcel is first followed, for its expected day of delivery. */
export const firstLook = story({ name: 'look_at_parcel' });

export function lookAtParcel(context: Context): StoryShape {
  return {
    story: firstLook,
    async advance(parcelId, invocation) {
      const { database } = context;
      const parcel = await database.first<TrackedParcel>(
        sql`select ${parcelColumns} from parcel where id = ${parcelId}`,
        invocation,
      );
      if (parcel) await poll(context, parcel);
      await database.transaction('looked_at_parcel', invocation, async (tx) =>
        tx.stories.finish(firstLook, parcelId),
      );
    },
  };
}

/** The one that there was before parcels said whose their label is, and the sandbox's carrier. */
const former = { provider: 'shipengine', carrier: 'sandbox_post' } as const;

/** Of the parcel's label, whoever sells new ones by now. */
function providerOf({ external }: Context, { provider, sandbox, carrierCode }: TrackedParcel) {
  return provider === null
    ? external.shippingProvider.of(former.provider, carrierCode === former.carrier)
    : external.shippingProvider.of(provider, sandbox ?? false);
}

/** Without keys nothing is heard of it: it says so, and is looked at again when it is due. */
async function heldWithoutKeys(context: Context, parcel: TrackedParcel): Promise<boolean> {
  const { parcelId, traceparent } = parcel;
  const { id, hasKeys, needs } = providerOf(context, parcel);
  const heldAs = hasKeys ? null : 'provider_without_keys';
  if (parcel.heldAs === heldAs) return !hasKeys;
  await context.database.query(
    sql`update parcel set held_as = ${heldAs} where id = ${parcelId} returning id`,
  );
  if (!hasKeys) {
    const what = 'nobody is asked about a parcel: its shipping provider has no keys here';
    context.log.error({ traceparent, parcelId, provider: id, heldAs, needs }, what);
  }
  return !hasKeys;
}

async function poll(context: Context, parcel: TrackedParcel): Promise<void> {
  const { database, log, settings } = context;
  const { parcelId, trackingNumber, carrierCode, traceparent } = parcel;
  if (await heldWithoutKeys(context, parcel)) return;
  const answer = await providerOf(context, parcel).port.track(
    { trackingNumber, carrierCode },
    { traceparent },
  );
  if (answer.status !== 'tracked') {
    log.warn(
      { traceparent, parcelId, status: answer.status },
      'the carrier tells nothing of a parcel',
    );
    return;
  }
  const invocation = systemInvocation(systemActor('tracking'), parcel);
  await database.transaction('poll_parcel', invocation, async (tx) => {
    const now = await tx.first<TrackedParcel>(lockParcel(parcelId));
    if (now) await applyTracking(tx, settings, now, answer.tracking);
  });
}
