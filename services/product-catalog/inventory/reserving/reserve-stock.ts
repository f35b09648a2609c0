import { systemActor } from '#kernel/actor.ts';
import { systemInvocation, type Invocation } from '#kernel/invocation.ts';
import { fail, ok } from '#kernel/result.ts';
import type { Handler, InputOf, OutputOf, ServiceContext } from '#platform/calls/service.ts';
import type { Database } from '#platform/data/database.ts';
import { GroupCommit } from '#platform/data/group-commit.ts';
import { timeToWait } from '#platform/ground/settings.ts';
import { sql } from '#platform/ground/sql.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import {
  allocateLines,
  findUntracked,
  ItemsMissing,
  type ShortLine,
  type WantedLine,
} from '../reservations/allocate-lines.ts';
import { expireDue } from '../reservations/expire-reservations.ts';
import { giveBack } from '../reservations/give-back.ts';
import { mayReserveAgain, type ReservationState } from '../reservation-states.ts';
import {
  lockReservationsNow,
  readAllocations,
  allocationsIn,
  writeReservations,
  type ExpiryWindows,
  type NewReservation,
  type ReservationRow,
} from '../reservations/reservation-store.ts';
import { aboveUnpaidLimit } from './unpaid-stock.ts';
import { addStockItems, lockStock, StockBook, writeStock } from '../ledger/stock-book.ts';

interface Entry {
  readonly input: InputOf<'inventory', 'reserveStock'>;
  readonly invocation: Invocation;
}

type Reservation = OutputOf<'inventory', 'reserveStock'>;
type Outcome =
  | { kind: 'reserved'; reservation: Reservation }
  | { kind: 'short'; lines: ShortLine[]; /** Somebody's time is over: look again. */ due: boolean }
  | { kind: 'other_lines' }
  | { kind: 'finished'; state: ReservationState };

/**
 * Reserves all lines or none. All callers of a moment share one transaction of two round trips:
 * reservations and stock items are locked, units are given out in memory in the order of arrival,
 * and everything is written with the commit. A later caller may still get what an earlier one,
 * who wanted more, was refused. Who wants stock that somebody holds waits apart from the others.
 */
export function reserveStock(
  context: ServiceContext<'inventory'>,
  windows: ExpiryWindows,
): Handler<'inventory', 'reserveStock'> {
  const group = new StockLanes<Entry, Outcome>({
    database: context.database,
    skusOf: ({ input }) => input.lines.map(({ sku }) => sku),
    commit: (entries, lockWaitMs) =>
      onceMoreAfterATwin(context, scopeOf(entries[0]!), (tx) =>
        reserveAll(tx, windows, entries, timeToWait(context.settings, lockWaitMs)),
      ),
  });
  return async (input, invocation) => {
    const entry = { input, invocation };
    let outcome = await group.submit(entry);
    if (outcome.kind === 'other_lines') {
      await context.database.transaction('replace_reservation', scopeOf(entry), (tx) =>
        giveBack(tx, [{ reservationId: input.reservationId, reason: 'replaced' }]),
      );
      outcome = await group.submit(entry);
    }
    if (outcome.kind === 'short' && outcome.due) {
      await expireDue(context, scopeOf(entry));
      outcome = await group.submit(entry);
    }
    if (outcome.kind === 'reserved') {
      const above = input.unpaid && (await aboveUnpaidLimit(context, input, input.unpaid));
      return above ?? ok(outcome.reservation);
    }
    if (outcome.kind === 'short') return outOfStock(outcome.lines);
    const state = outcome.kind === 'finished' ? outcome.state : 'active';
    return fail('reservation_finished', `This reservation is ${state}; use a new id.`, { state });
  };
}

function outOfStock(lines: ShortLine[]) {
  return fail('out_of_stock', 'Not enough units are left. Order fewer, or leave these lines out.', {
    lines,
  });
}

const attemptsLimit = 3;

/**
 * Another process wrote a reservation of the same id while this one worked: now it is seen. Stock
 * items that were missing are made by themselves, and are locked with the others then.
 */
async function onceMoreAfterATwin<T>(
  { database }: ServiceContext<'inventory'>,
  scope: Invocation,
  reserve: (tx: Transaction) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await database.transaction('reserve_stock', scope, reserve);
    } catch (error) {
      if (attempt === attemptsLimit) throw error;
      if (error instanceof ItemsMissing) {
        const make = (tx: Transaction) => addStockItems(tx, error.places);
        await database.transaction('add_stock_items', scope, make);
      } else if ((error as { constraint?: string }).constraint !== 'reservation_pkey') throw error;
    }
  }
}

/** A group acts for the service, in the scope of the caller that came first. */
function scopeOf({ invocation }: Entry): Invocation {
  return systemInvocation(systemActor('inventory'), invocation);
}

async function reserveAll(
  tx: Transaction,
  windows: ExpiryWindows,
  entries: readonly Entry[],
  lockWaitMs: number,
): Promise<Outcome[]> {
  const skus = [...new Set(entries.flatMap(({ input }) => input.lines.map((line) => line.sku)))];
  const ids = [...new Set(entries.map(({ input }) => input.reservationId))];
  const [, { now, someDue, reservations }, stock] = await Promise.all([
    tx.query(sql`select set_config('lock_timeout', ${`${lockWaitMs}ms`}, true)`),
    lockReservationsNow(tx, ids),
    lockStock(tx, skus),
  ]);
  const book = new StockBook();
  book.add(stock);
  const untracked = await findUntracked(tx, book, entries);
  const known = reservations.length > 0 ? await readAllocations(tx, ids) : [];
  const made = new Map<string, NewReservation>();
  const renewed: string[] = [];
  const outcomes = entries.map((entry): Outcome => {
    const { reservationId, lines, expiresInSeconds } = entry.input;
    const expiresAt = new Date(Date.parse(now) + expiresInSeconds * 1_000).toISOString();
    const twin = made.get(reservationId);
    if (twin) {
      return sameLines(twin.allocations, lines)
        ? { kind: 'reserved', reservation: reservationOf(twin) }
        : { kind: 'other_lines' };
    }
    const row = reservations.find(({ id }) => id === reservationId);
    if (row && !mayReserveAgain(row.state, row.endReason)) {
      const own = known.filter((allocation) => allocation.reservationId === row.id);
      return again(row, own, lines, expiresAt);
    }
    const allocated = allocateLines(book, entry.invocation.channel, lines, {
      has: (sku) => untracked.has(sku),
      locationId: untracked.homeOf(entry.invocation.channel),
    });
    if (!allocated.ok) return { kind: 'short', lines: allocated.lines, due: someDue };
    if (row) renewed.push(row.id);
    const reservation = {
      id: reservationId,
      channel: entry.invocation.channel,
      expiresAt,
      allocations: allocated.allocations,
    };
    made.set(reservationId, reservation);
    return { kind: 'reserved', reservation: reservationOf(reservation) };
  });
  const fresh = [...made.values()];
  write(tx, book, windows, { known: reservations, made: fresh, renewed });
  return outcomes;
}

/** The id is known: its expiry moves while it is active; an order's stays as it is. */
function again(
  row: ReservationRow,
  own: Awaited<ReturnType<typeof readAllocations>>,
  lines: readonly WantedLine[],
  expiresAt: string,
): Outcome {
  if (row.state !== 'active' && row.state !== 'confirmed')
    return { kind: 'finished', state: row.state };
  if (!sameLines(own, lines)) {
    return row.state === 'active'
      ? { kind: 'other_lines' }
      : { kind: 'finished', state: row.state };
  }
  if (row.state === 'active') row.expiresAt = expiresAt;
  const { id, state } = row;
  const allocations = allocationsIn(own);
  return {
    kind: 'reserved',
    reservation: { reservationId: id, state, expiresAt: row.expiresAt, allocations },
  };
}

function write(
  tx: Transaction,
  book: StockBook,
  windows: ExpiryWindows,
  { known, made, renewed }: { known: ReservationRow[]; made: NewReservation[]; renewed: string[] },
): void {
  const moved = known.filter(({ id, state }) => state === 'active' && !renewed.includes(id));
  if (moved.length > 0) {
    tx.last(sql`
      update reservation r set expires_at = v.expires_at
      from unnest(${moved.map(({ id }) => id)}::uuid[], ${moved.map(({ expiresAt }) => expiresAt)}::timestamptz[])
        as v (id, expires_at)
      where r.id = v.id and r.state = 'active'`);
  }
  writeReservations(tx, made, renewed);
  windows.open(
    tx,
    [...moved, ...made].map(({ expiresAt }) => expiresAt!),
  );
  writeStock(tx, book);
}

function reservationOf(reservation: NewReservation): Reservation {
  return {
    reservationId: reservation.id,
    state: 'active',
    expiresAt: reservation.expiresAt,
    allocations: allocationsIn(reservation.allocations),
  };
}

/** Whether the allocations are of exactly these lines. */
function sameLines(
  allocations: readonly { lineId: string; sku: string; quantity: number }[],
  lines: readonly WantedLine[],
): boolean {
  const left = new Map(lines.map((line) => [`${line.lineId} ${line.sku}`, line.quantity]));
  for (const { lineId, sku, quantity } of allocations) {
    const key = `${lineId} ${sku}`;
    left.set(key, (left.get(key) ?? 0) - quantity);
  }
  return [...left.values()].every((quantity) => quantity === 0);
}

/** Many share a group, so it waits little for anybody's lock. */
const quickWaitMs = 150;
/** Who wants what somebody else holds waits so long, and then had better come again. */
const patientWaitMs = 1_000;
const lockNotAvailable = '55P03';

/** The stock that an entry wants is held by somebody; the server's own words for it. */
class Held {
  readonly error: unknown;

  constructor(error: unknown) {
    this.error = error;
  }
}

interface StockLanesParts<Entry, Outcome> {
  readonly database: Pick<Database, 'query'>;
  readonly skusOf: (entry: Entry) => readonly string[];
  /** One transaction for all; waits for a lock no longer than it is told. */
  readonly commit: (entries: readonly Entry[], lockWaitMs: number) => Promise<Outcome[]>;
}

/**
 * Groups the entries of a moment into one transaction, and keeps those apart whose stock somebody
 * holds for long: they wait in a lane of their own, and nobody waits with them.
 */
class StockLanes<Entry, Outcome> {
  private readonly parts: StockLanesParts<Entry, Outcome>;
  /** Until somebody gets them. */
  private readonly heldSkus = new Set<string>();
  private readonly quick: GroupCommit<Entry, Outcome | Held>;
  private readonly patient: GroupCommit<Entry, Outcome | Held>;

  constructor(parts: StockLanesParts<Entry, Outcome>) {
    this.parts = parts;
    this.quick = new GroupCommit((entries) => this.commit(entries, quickWaitMs));
    this.patient = new GroupCommit((entries) => this.commit(entries, patientWaitMs), 1);
  }

  /** @throws the server's error when somebody holds the stock for too long */
  async submit(entry: Entry): Promise<Outcome> {
    if (!this.isHeld(entry)) {
      const outcome = await this.quick.submit(entry);
      if (!(outcome instanceof Held)) return outcome;
    }
    const outcome = await this.patient.submit(entry);
    if (outcome instanceof Held) throw outcome.error;
    for (const sku of this.parts.skusOf(entry)) this.heldSkus.delete(sku);
    return outcome;
  }

  private async commit(entries: Entry[], waitMs: number): Promise<(Outcome | Held)[]> {
    const { commit } = this.parts;
    try {
      return await commit(entries, waitMs);
    } catch (error) {
      if ((error as { code?: string }).code !== lockNotAvailable) throw error;
      for (const sku of await this.lookForHeld(entries)) this.heldSkus.add(sku);
      const free = entries.filter((entry) => !this.isHeld(entry));
      const outcomes = free.length > 0 ? await commit(free, waitMs) : [];
      const outcomeOf = new Map(free.map((entry, index) => [entry, outcomes[index]!]));
      return entries.map((entry) => outcomeOf.get(entry) ?? new Held(error));
    }
  }

  private isHeld(entry: Entry): boolean {
    return this.heldSkus.size > 0 && this.parts.skusOf(entry).some((sku) => this.heldSkus.has(sku));
  }

  private async lookForHeld(entries: readonly Entry[]): Promise<string[]> {
    const skus = [...new Set(entries.flatMap((entry) => this.parts.skusOf(entry)))];
    const rows = await this.parts.database.query<{ sku: string }>(sql`
      with free as materialized (
        select sku, location_id from stock_item where sku = any(${skus}) for update skip locked)
      select distinct i.sku from stock_item i
      left join free f on f.sku = i.sku and f.location_id = i.location_id
      where i.sku = any(${skus}) and f.sku is null`);
    return rows.map(({ sku }) => sku);
  }
}
