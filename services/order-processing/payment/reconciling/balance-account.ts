import type { BalanceBook } from '#external/payment-gateway/port.ts';
import { sql, type Statement } from '#platform/ground/sql.ts';
import { story } from '#platform/resting/story.ts';
import type { MadeAt } from '../payments/gateway.ts';
import type { Context } from '../payments/payment-store.ts';

/** By the account's name. One that is over leaves nothing: the next day begins it again. */
export const reconcilingStory = story({ name: 'reconcile_account', leaves: 'nothing' });

/** `stripe`, or `stripe sandbox` where the sandbox stands in its place. */
export function accountOf({ provider, sandbox }: MadeAt): string {
  return sandbox ? `${provider} sandbox` : provider;
}

/** The shop's accounts at providers whose keys are here, and whether each can be listed. */
export function openAccounts({ external }: Context) {
  return external.paymentGateway.all
    .filter(({ hasKeys, port }) => hasKeys && port.authorizationKind === 'card')
    .map(({ id, sandbox, port }) => {
      const made = { provider: id, sandbox };
      return { ...made, account: accountOf(made), balance: port.balance };
    });
}

export interface ListedAccount {
  readonly account: string;
  readonly provider: string;
  readonly sandbox: boolean;
  readonly balance: BalanceBook;
}

export function listedAccounts(context: Context): ListedAccount[] {
  return openAccounts(context).flatMap(({ balance, ...one }) =>
    balance === null ? [] : [{ ...one, balance }],
  );
}

export interface AccountRow {
  readonly account: string;
  readonly fetchedUntil: string | null;
  readonly lookFrom: string | null;
  readonly lookUntil: string | null;
  readonly lookAfter: string | null;
  /** As text: it may be larger than a number holds. */
  readonly judgedSequence: string;
}

/** So far back a look asks again: a provider may list what it made a moment ago late. */
const overlap = sql`interval '1 hour'`;

/** When the first payment was made at a provider, less the time that a line may be older than it. */
export const firstPaymentAt = (provider: string): Statement =>
  sql`(select min(created_at) from payment where provider = ${provider}) - ${overlap}`;

/**
 * The account with a look under way: begun now from the newest line that is known, or from the first
 * payment that was made there, or gone on with where an earlier one stopped.
 */
export async function lookUnderWay(
  { database }: Context,
  { account, provider, sandbox }: ListedAccount,
): Promise<AccountRow> {
  const from = sql`coalesce(
    (select max(made_at) from balance_line where account = ${account}) - ${overlap},
    ${firstPaymentAt(provider)},
    kontor_now() - ${overlap})`;
  const [row] = await database.query<AccountRow>(sql`
    insert into balance_account as a (account, provider, sandbox, look_from, look_until)
    values (${account}, ${provider}, ${sandbox ?? false}, ${from}, kontor_now())
    on conflict (account) do update set
      look_from = coalesce(a.look_from, excluded.look_from),
      look_until = coalesce(a.look_until, excluded.look_until)
    returning account, fetched_until, look_from, look_until, look_after,
      judged_sequence::text as judged_sequence`);
  return row!;
}
