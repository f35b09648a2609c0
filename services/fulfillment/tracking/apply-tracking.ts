import type { Tracking } from '#external/shipping-provider/port.ts';
import * as clock from '#kernel/clock.ts';
import { moveBetween } from '#kernel/states.ts';
import { becomes, standsBefore } from '#platform/data/transition.ts';
import { sql } from '#platform/ground/sql.ts';
import type { Settings } from '#platform/ground/settings.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { areOtherDays } from './days.ts';
import { notificationStory } from './notify-customer.ts';
import type { TrackedParcel } from './parcel-store.ts';
import { stateAfter, trackedMoves, type TrackedState } from './tracking-states.ts';

const eventOf = {
  in_transit: 'tracking.shipped',
  out_for_delivery: 'tracking.out_for_delivery',
  delivered: 'tracking.delivered',
} as const;

/**
 * Takes what a carrier says of a locked parcel: keeps its events once, moves the state where that
 * is legal, tells it and has the customer told. True when the state moved.
 */
export async function applyTracking(
  tx: Transaction,
  settings: Settings,
  parcel: TrackedParcel,
  tracking: Tracking,
): Promise<boolean> {
  const { parcelId } = parcel;
  const { events, estimatedDeliveryAt } = tracking;
  const last = events.at(-1);
  const occurredAt = tracking.deliveredAt ?? last?.occurredAt ?? clock.nowIso();
  const next = stateAfter(parcel, { state: tracking.state, occurredAt });
  const problem = next === 'exception' ? (last?.description ?? 'no reason given') : null;
  const move = next ? moveBetween(trackedMoves, parcel.state, next) : undefined;
  await Promise.all([
    tx.change(sql`
      insert into parcel_event (parcel_id, occurred_at, state, description, city, country)
      select ${parcelId}::uuid, event.* from unnest(
        ${events.map((event) => event.occurredAt)}::timestamptz[],
        ${events.map((event) => event.state)}::text[],
        ${events.map((event) => event.description)}::text[],
        ${events.map((event) => event.city)}::text[],
        ${events.map((event) => event.country)}::text[]) as event
      on conflict do nothing`),
    tx.change(sql`
      update parcel set
        estimated_delivery_at = coalesce(${estimatedDeliveryAt}::timestamptz, estimated_delivery_at),
        problem = coalesce(${problem}, problem)
        ${move ? sql`, ${becomes(move)}, news_at = ${occurredAt}::timestamptz` : sql``}
        ${next === 'delivered' ? sql`, next_poll_at = null` : sql``}
      where id = ${parcelId} ${move ? sql`and ${standsBefore(move)}` : sql``}`),
  ]);
  const news = { occurredAt, estimatedDeliveryAt, problem };
  if (await tellsAnotherDay(tx, settings, parcel, { next, estimatedDeliveryAt })) {
    await tellDay(tx, parcel, next === null ? news : undefined);
  }
  if (next === null) return false;
  report(tx, parcel, next, news);
  return true;
}

/**
 * Whether the customer was told of a day that is none any more. A message of a state that follows
 * says the day itself, but for that of an exception.
 */
async function tellsAnotherDay(
  tx: Transaction,
  settings: Settings,
  { channel, state, estimatedDeliveryAt: before }: TrackedParcel,
  now: { readonly next: TrackedState | null; readonly estimatedDeliveryAt: string | null },
): Promise<boolean> {
  const { next, estimatedDeliveryAt: day } = now;
  if (before === null || day === null || state === 'label_purchased') return false;
  if (next === null ? state === 'delivered' : next !== 'exception') return false;
  return areOtherDays(tx, settings, channel, [before, day]);
}

/** Has the customer told; whoever shows the parcel learns it from `news`, or with the state that follows. */
async function tellDay(tx: Transaction, parcel: TrackedParcel, news?: News): Promise<void> {
  const { parcelId } = parcel;
  const row = await tx.first<{ dayChanges: number; version: number }>(sql`
    update parcel set day_changes = day_changes + 1, version = version + ${news ? 1 : 0}
    where id = ${parcelId} returning day_changes, version`);
  tx.inScopeOf(parcel);
  if (news) {
    const of = { aggregateId: parcelId, aggregateVersion: row!.version };
    tx.emit({ type: 'tracking.day_changed', ...of, data: toldOf(parcel, news) });
  }
  tx.stories.begin(notificationStory, `${parcelId}:day ${row!.dayChanges}`);
}

interface News {
  readonly occurredAt: string;
  readonly estimatedDeliveryAt: string | null;
  readonly problem: string | null;
}

function toldOf(parcel: TrackedParcel, news: News) {
  const { parcelId, fulfillmentId, orderId, carrierCode, trackingNumber } = parcel;
  const { occurredAt } = news;
  const estimatedDeliveryAt = news.estimatedDeliveryAt ?? parcel.estimatedDeliveryAt;
  const of = { parcelId, fulfillmentId, orderId, carrierCode, trackingNumber };
  return { ...of, occurredAt, estimatedDeliveryAt };
}

function report(tx: Transaction, parcel: TrackedParcel, state: TrackedState, news: News): void {
  const { parcelId } = parcel;
  // In the order's own trace and language, whoever brought the news.
  tx.inScopeOf(parcel);
  const aggregate = { aggregateId: parcelId, aggregateVersion: parcel.version + 1 };
  const data = toldOf(parcel, news);
  if (state === 'label_purchased') return;
  if (state === 'exception') {
    const description = news.problem ?? 'no reason given';
    tx.emit({ type: 'tracking.exception', ...aggregate, data: { ...data, description } });
  } else tx.emit({ type: eventOf[state], ...aggregate, data });
  tx.stories.begin(notificationStory, `${parcelId}:${state}`);
}
