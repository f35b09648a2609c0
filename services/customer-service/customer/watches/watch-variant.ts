import { newId } from '#kernel/ids.ts';
import { fail, ok } from '#kernel/result.ts';
import type { Handler, InputOf, ServiceContext } from '#platform/calls/service.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { sql, type Statement } from '#platform/ground/sql.ts';
import { isOpen, isOver } from './watch-store.ts';
import { askWatcherStory } from './watch-stories.ts';

type Asked = InputOf<'customer', 'watchVariant'>;

/** Of one address at once. */
const most = 50;
/** With links to one address, whatever it is about: nobody is flooded by somebody else. */
const mailsADay = 5;
const mailsAWatch = 3;

/**
 * Begins a watch. A customer's address is known to be theirs; anybody else is sent a link first, and
 * answered the same whether the address waits already, has had too many mails or is unknown.
 */
export function watchVariant({
  database,
}: ServiceContext<'customer'>): Handler<'customer', 'watchVariant'> {
  return async (input, invocation) => {
    const { actor } = invocation;
    if (actor.kind !== 'customer') {
      const email = input.email?.toLowerCase();
      if (email === undefined) return emailNeeded();
      return database.transaction('ask_watcher', invocation, async (tx) => {
        const { id, open, mails } = await begin(tx, email, input);
        if (id === undefined ? open < most && mails < mailsADay : mails < mailsADay) {
          await ask(tx, email, input);
        }
        return ok({ confirmed: false });
      });
    }
    return database.transaction('watch_variant', invocation, async (tx) => {
      const customer = await tx.first<{ email: string }>(
        sql`select lower(email) as email from customer where id = ${actor.id}`,
      );
      if (!customer) return emailNeeded();
      const { id, open } = await begin(tx, customer.email, input);
      if (id === undefined && open >= most) {
        const said = `You wait for ${most} things already. Take one off the list first.`;
        return fail('too_many_watches', said, { most });
      }
      await tx.query(sql`
        ${insert(tx, customer.email, input)}
        on conflict (email, sku, channel) where told_at is null and ended_at is null
        do update set customer_id = excluded.customer_id, confirmed_at =
          coalesce(stock_watch.confirmed_at, excluded.confirmed_at)`);
      return ok({ confirmed: true });
    });
  };
}

interface Standing {
  readonly id: string | undefined;
  /** Watches of the address that are not over. */
  readonly open: number;
  /** With a link to the address within a day. */
  readonly mails: number;
}

/** How an address stands, one request after the other; what of it is over makes room. */
async function begin(tx: Transaction, email: string, { sku }: Asked): Promise<Standing> {
  await tx.query(sql`select pg_advisory_xact_lock(hashtextextended('watch ' || ${email}, 0))`);
  await tx.query(sql`delete from stock_watch where email = ${email} and ${isOpen} and ${isOver}`);
  const { channel } = tx.invocation;
  const standing = await tx.first<{ id: string | null; open: number; mails: number }>(sql`
    select
      (array_agg(id) filter (where ${isOpen} and sku = ${sku} and channel = ${channel}))[1] as id,
      count(*) filter (where ${isOpen})::int as open,
      coalesce(sum(mails) filter (where mailed_at > (select kontor_now()) - interval '1 day'), 0)::int
        as mails
    from stock_watch where email = ${email}`);
  return { ...standing!, id: standing!.id ?? undefined };
}

/** Sends the link once more where it was not followed; whoever waits already is sent nothing. */
async function ask(tx: Transaction, email: string, input: Asked): Promise<void> {
  const asked = await tx.first<{ id: string; mails: number }>(sql`
    ${insert(tx, email, input)}
    on conflict (email, sku, channel) where told_at is null and ended_at is null
    do update set mails = stock_watch.mails + 1, mailed_at = kontor_now()
    where stock_watch.confirmed_at is null and stock_watch.mails < ${mailsAWatch}
      and stock_watch.mailed_at < kontor_now() - interval '15 minutes'
    returning id, mails`);
  if (asked) tx.stories.begin(askWatcherStory, `${asked.id}:${asked.mails}`);
}

/** Confirmed where it is of a customer. */
function insert({ invocation }: Transaction, email: string, input: Asked): Statement {
  const { actor, channel, locale } = invocation;
  const customerId = actor.kind === 'customer' ? actor.id : null;
  const { sku, productId, path, title, variantTitle } = input;
  return sql`
    insert into stock_watch (id, customer_id, email, sku, channel, locale, product_id, path, title,
      variant_title, mails, confirmed_at)
    values (${newId()}, ${customerId}::uuid, ${email}, ${sku}, ${channel}, ${locale}, ${productId},
      ${path}, ${title}, ${variantTitle}, ${customerId === null ? 1 : 0},
      case when ${customerId}::uuid is not null then kontor_now() end)`;
}

function emailNeeded() {
  return fail('email_needed', 'Say to which e-mail address we are to write.');
}
