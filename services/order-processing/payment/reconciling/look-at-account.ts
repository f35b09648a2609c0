import type { GatewayPayout } from '#external/payment-gateway/port.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { json, sql } from '#platform/ground/sql.ts';
import { along } from '../payments/gateway.ts';
import type { Context } from '../payments/payment-store.ts';
import { firstPaymentAt, type AccountRow, type ListedAccount } from './balance-account.ts';
import { linesStored } from './store-lines.ts';

/** Payouts end within some business days; later than that one is not asked for any more. */
const payoutMs = 35 * 86_400_000;

/** The provider gave no answer that can be trusted: the story asks again. */
class BalanceSilent extends Error {
  constructor(account: string, reason: string) {
    super(`the account ${account} cannot be listed: ${reason}`);
  }
}

/** How many pages a turn may still ask for; the next turn goes on where this one stopped. */
export class Turn {
  private left: number;

  constructor(pages: number) {
    this.left = pages;
  }

  take(): boolean {
    this.left -= 1;
    return this.left >= 0;
  }
}

/** Fetches what a look has not seen yet, a page a transaction. False where the turn was over before. */
export async function fetchLines(
  context: Context,
  { account, balance }: ListedAccount,
  row: AccountRow,
  turn: Turn,
  invocation: Invocation,
): Promise<boolean> {
  let after = row.lookAfter;
  for (;;) {
    if (!turn.take()) return false;
    const asked = { fromMs: Date.parse(row.lookFrom!), after };
    const listed = await balance.listLines(asked, along(invocation));
    if (listed.status === 'unknown') throw new BalanceSilent(account, listed.reason);
    const { items, next } = listed;
    await context.database.transaction('keep_balance_lines', invocation, async (tx) => {
      await tx.query(linesStored(account, items, null));
      tx.last(sql`update balance_account set look_after = ${next} where account = ${account}`);
    });
    after = next;
    if (next === null) return true;
  }
}

/**
 * What was sent to the bank lately, or ever where nobody looked before. Where a line tells of one that is
 * not known, as one that comes back had left before the first look, what was sent before the line too.
 */
export async function fetchPayouts(
  { database }: Context,
  { account, balance, provider }: ListedAccount,
  row: AccountRow,
  invocation: Invocation,
): Promise<void> {
  const sinceMs = Date.parse(row.lookUntil!) - payoutMs;
  const usualMs = row.fetchedUntil === null ? Date.parse(row.lookFrom!) : sinceMs;
  const told = await database.first<{ at: string | null }>(
    sql`
      select min(b.made_at) as at from balance_line b
      where b.account = ${account} and b.kind in ('payout', 'payout_failure')
        and b.source_id is not null
        and b.made_at > ${row.lookUntil}::timestamptz - ${payoutMs} * interval '1 millisecond'
        and not exists (
          select from gateway_payout o where o.account = b.account and o.payout_id = b.source_id)`,
    invocation,
  );
  const at = told?.at ?? null;
  const fromMs = at === null ? usualMs : Math.min(usualMs, Date.parse(at) - payoutMs);
  for (let after: string | null = null; ;) {
    const listed = await balance.listPayouts({ fromMs, after }, along(invocation));
    if (listed.status === 'unknown') throw new BalanceSilent(account, listed.reason);
    await database.write(
      'keep_payouts',
      payoutsStored(account, provider, listed.items),
      invocation,
    );
    after = listed.next;
    if (after === null) return;
  }
}

/** Of one that left before the first payment of the shop the lines are none of the shop's: nobody asks for them. */
function payoutsStored(account: string, provider: string, payouts: readonly GatewayPayout[]) {
  return sql`
    insert into gateway_payout as o (account, payout_id, state, reported, amount_minor, currency,
      made_at, arrives_at, is_complete, by_hand)
    select ${account}, "gatewayPayoutId", state, reported, "amountMinor", currency, "createdAt",
      "arrivesAt", "isComplete" and "createdAt" >= coalesce(${firstPaymentAt(provider)}, '-infinity'),
      coalesce("isByHand", false)
    from jsonb_to_recordset(${json(payouts)}::jsonb) as (
      "gatewayPayoutId" text, state text, reported text, "amountMinor" bigint, currency text,
      "createdAt" timestamptz, "arrivesAt" timestamptz, "isComplete" boolean, "isByHand" boolean)
    on conflict (account, payout_id) do update set state = excluded.state,
      reported = excluded.reported, is_complete = excluded.is_complete, by_hand = excluded.by_hand,
      amount_minor = excluded.amount_minor, arrives_at = excluded.arrives_at
    returning payout_id`;
}

interface PayoutToList {
  readonly payoutId: string;
  readonly linesAfter: string | null;
}

/** Which lines each payout sent to the bank: a question a payout, and no more. */
export async function fetchLinesOfPayouts(
  context: Context,
  listed: ListedAccount,
  turn: Turn,
  invocation: Invocation,
): Promise<boolean> {
  const { account } = listed;
  const payouts = await context.database.query<PayoutToList>(sql`
    select payout_id, lines_after from gateway_payout
    where account = ${account} and is_complete and not lines_known order by payout_id`);
  for (const payout of payouts) {
    if (!(await fetchLinesOf(context, listed, payout, turn, invocation))) return false;
  }
  return true;
}

async function fetchLinesOf(
  { database }: Context,
  { account, balance }: ListedAccount,
  { payoutId, linesAfter }: PayoutToList,
  turn: Turn,
  invocation: Invocation,
): Promise<boolean> {
  for (let after = linesAfter; ;) {
    if (!turn.take()) return false;
    const asked = { gatewayPayoutId: payoutId, after };
    const page = await balance.listLinesOfPayout(asked, along(invocation));
    if (page.status === 'unknown') throw new BalanceSilent(account, page.reason);
    const { items, next } = page;
    const ids = items.map(({ gatewayLineId }) => gatewayLineId);
    await database.transaction('keep_lines_of_payout', invocation, async (tx) => {
      await tx.query(linesStored(account, items, payoutId));
      tx.last(sql`
        update balance_line set payout_id = ${payoutId}
        where account = ${account} and line_id = any(${ids}::text[])`);
      tx.last(sql`
        update gateway_payout set lines_after = ${next}, lines_known = ${next === null}
        where account = ${account} and payout_id = ${payoutId}`);
    });
    after = next;
    if (next === null) return true;
  }
}
