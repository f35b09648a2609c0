import { sqlCheck, type Broken, type Check } from '../world/check.ts';
import { inNoBook, type World } from '../world/world.ts';

/** The account whose lines the sandbox keeps. */
const account = 'stripe sandbox';

interface StoredLine {
  readonly id: string;
  readonly said: string;
}

/** I6 of what the payment provider lists of the shop's account, and of what it sends to the bank. */
export const reconciliationChecks: readonly Check[] = [
  sqlCheck({
    invariant: 'I6',
    says: 'what was sent to the bank is what its lines come to, or staff is told of the difference',
    database: 'order',
    counted: 'payment.gateway_payout where lines_known',
    broken: `select o.payout_id, format('%s %s was paid out, its lines come to %s', o.amount_minor, o.currency, l.net)
      from payment.gateway_payout o cross join lateral (
        select coalesce(sum(b.amount_minor - b.fee_minor), 0) as net from payment.balance_line b
        where b.account = o.account and b.payout_id = o.payout_id and b.currency = o.currency
          and not (b.kind = 'payout' and b.source_id = o.payout_id)) l
      where o.lines_known and l.net <> o.amount_minor and not exists (
        select from payment.settlement_difference d where d.account = o.account and d.state = 'open'
          and d.subject = 'payout ' || o.payout_id)`,
  }),
  sqlCheck({
    invariant: 'I6',
    says: 'each line of a provider is one that our books know, or staff is told of the difference',
    database: 'order',
    counted: 'payment.balance_line',
    broken: `select b.line_id, format('%s of %s %s is in no book of ours, and nobody is told', b.reported, b.amount_minor, b.currency)
      from payment.balance_line b
      where b.judged and not b.matched and not exists (
        select from payment.settlement_difference d where d.account = b.account
          and (d.subject = 'line ' || b.line_id or d.gateway_payment_id = b.gateway_payment_id))`,
  }),
  sqlCheck({
    invariant: 'I6',
    says: 'each line that says it went to the bank is of a payout that did, or staff is told of the difference',
    database: 'order',
    counted: `payment.balance_line where kind in ('payout', 'payout_failure')`,
    broken: `select b.line_id, format('%s of %s %s, the payout says %s', b.reported, b.amount_minor, b.currency,
          coalesce(o.amount_minor || ' ' || o.currency, 'nothing'))
      from payment.balance_line b
      join payment.balance_account a on a.account = b.account and a.look_from is null
      left join payment.gateway_payout o on o.account = b.account and o.payout_id = b.source_id
      where b.kind in ('payout', 'payout_failure')
        and (case b.kind when 'payout' then -o.amount_minor else o.amount_minor end, o.currency)
          is distinct from (b.amount_minor, b.currency)
        and not exists (
          select from payment.settlement_difference d where d.account = b.account and d.state = 'open'
            and d.subject = 'line ' || b.line_id)`,
  }),
  {
    invariant: 'I6',
    says: 'every captured cent has its line once the provider was asked, and the clearing account is what the provider holds',
    needs: ['payment-gateway'],
    run: async (world) => {
      const stored = await storedLines(world);
      if (stored.size === 0) return { checked: 0, broken: [] };
      const lines = await world.readBook('balance_transactions');
      const listed = lines.filter((line) => line['hidden'] !== true);
      const newest = Math.max(...listed.filter(({ id }) => stored.has(String(id))).map(madeAt));
      const broken = listed.flatMap((line): Broken[] => {
        const subject = String(line['id']);
        const theirs = said(line);
        const ours = stored.get(subject);
        if (ours === theirs || (ours === undefined && madeAt(line) >= newest)) return [];
        return [
          { subject, message: `the provider says ${theirs}, we have ${ours ?? 'no such line'}` },
        ];
      });
      const isWhole = listed.every(({ id }) => stored.has(String(id)));
      const clearing = isWhole ? await clearingDiffers(world, listed) : [];
      return { checked: listed.length, broken: [...broken, ...clearing] };
    },
  },
];

const madeAt = (line: Record<string, unknown>): number => Number(line['createdSeconds']);

function said(line: Record<string, unknown>): string {
  return `${String(line['amount'])} − ${String(line['fee'])} ${String(line['currency']).toUpperCase()}`;
}

async function storedLines(world: World): Promise<Map<string, string>> {
  if (!world.readableGateways().includes('stripe')) return new Map();
  const rows = await world.query<StoredLine>(
    'order',
    `select line_id as id, format('%s − %s %s', amount_minor, fee_minor, currency) as said
     from payment.balance_line where account = $1`,
    [account],
  );
  return new Map(rows.map(({ id, said: what }) => [id, what]));
}

/** Once every line is known; what is booked and not listed yet, staff is told of or it is under way. */
async function clearingDiffers(
  world: World,
  lines: readonly Record<string, unknown>[],
): Promise<Broken[]> {
  const held = new Map<string, number>();
  for (const line of lines) {
    const currency = String(line['currency']).toUpperCase();
    const net = Number(line['amount']) - Number(line['fee']);
    held.set(currency, (held.get(currency) ?? 0) + net);
  }
  const ours = await world.query<{ currency: string; balance: string }>(
    'order',
    `select l.currency, sum(case l.direction when 'debit' then l.amount_minor else -l.amount_minor end) as balance
     from payment.ledger_posting l join payment.ledger_entry e using (entry_id)
       left join payment.payment p on p.payment_id = e.payment_id
       left join payment.settlement_difference d on e.kind like 'settlement_difference%'
         and d.difference_id::text = split_part(e.source, ':', 2)
     where l.account = 'gateway_clearing' and coalesce(p.provider, 'stripe') = 'stripe' and ${inNoBook} is not true
       and (e.kind <> 'settlement' or e.source like 'settlement:' || $1 || ':%')
       and (e.kind not like 'settlement_difference%' or d.account = $1)
     group by 1`,
    [account],
  );
  const booked = new Map(ours.map(({ currency, balance }) => [currency, Number(balance)]));
  return [...new Set([...held.keys(), ...booked.keys()])].flatMap((currency): Broken[] => {
    const [theirs, inLedger] = [held.get(currency) ?? 0, booked.get(currency) ?? 0];
    const message = `the provider holds ${theirs} ${currency}, the clearing account ${inLedger}`;
    return theirs === inLedger ? [] : [{ subject: `clearing ${currency}`, message }];
  });
}
