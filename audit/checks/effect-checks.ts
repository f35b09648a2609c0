import { derivedId } from '#kernel/ids.ts';
import { sqlCheck, type Broken, type Check } from '../world/check.ts';
import type { World } from '../world/world.ts';

interface MessageRow {
  readonly id: string;
  readonly mail: string;
  readonly mailTries: number;
  readonly sms: string;
  readonly smsTries: number;
}

/** I10, what events bring about: mail, SMS, webhooks and stock moves happen once. */
export const effectChecks: readonly Check[] = [
  {
    invariant: 'I10',
    says: 'every mail and SMS that is called sent arrived, at most once for each recorded try',
    needs: ['email', 'sms'],
    run: async (world) => {
      const mails = counts(await world.readBook('mails'), mailKey);
      const texts = counts(await world.readBook('sms'), (row) => String(row['idempotencyKey']));
      const broken: Broken[] = [];
      let checked = mails.size + texts.size;
      const messages = world.batches<MessageRow>(
        'customer',
        `select id::text, email_state as mail, email_attempts as "mailTries", sms_state as sms,
                sms_attempts as "smsTries" from notification.message`,
      );
      for await (const batch of messages) {
        checked += batch.length;
        for (const { id, mail, mailTries, sms, smsTries } of batch) {
          broken.push(...beyond('mail', id, mails.get(id), mailTries));
          broken.push(...beyond('SMS', id, texts.get(id), smsTries));
          if (mail === 'sent' && !mails.has(id))
            broken.push({ subject: id, message: 'its mail is called sent, and never arrived' });
          if (sms === 'sent' && !texts.has(id))
            broken.push({ subject: id, message: 'its SMS is called sent, and never arrived' });
          if (mail !== 'none') mails.delete(id);
          if (sms !== 'none') texts.delete(id);
        }
      }
      const tries = world.batches<{ id: string }>(
        'customer',
        `select message_id::text as id from notification.test_mail_try`,
      );
      for await (const batch of tries) {
        checked += batch.length;
        for (const { id } of batch) {
          broken.push(...beyond('test mail', id, mails.get(id), 1));
          mails.delete(id);
        }
      }
      for (const id of [...mails.keys(), ...texts.keys()])
        broken.push({ subject: id, message: 'arrived, but is no message of ours' });
      return { checked, broken };
    },
  },
  {
    invariant: 'I10',
    says: 'who bought was told so once: each confirmed order has its confirmation',
    run: async (world) => {
      const broken: Broken[] = [];
      let checked = 0;
      const orders = world.batches<{ id: string; number: string }>(
        'order',
        `select id::text, number from "order".orders
         where confirmed_at <= kontor_now() - make_interval(secs => $1)`,
        [world.graceSeconds],
      );
      for await (const batch of orders) {
        checked += batch.length;
        const messageIds = batch.map(({ id }) => derivedId('order_confirmation once', id));
        const there = await idsIn(world, 'customer', 'notification.message', messageIds);
        for (const [index, { number }] of batch.entries())
          if (!there.has(messageIds[index]!))
            broken.push({ subject: number, message: 'confirmed, and its buyer was never told' });
      }
      return { checked, broken };
    },
  },
  {
    invariant: 'I10',
    says: 'every webhook that we took from the gateway is kept, so that it acts once',
    needs: ['payment-gateway'],
    run: async (world) => {
      const webhooks = (await world.readBook('webhooks')).filter(
        ({ state, createdAt }) =>
          state === 'delivered' && Date.now() - Date.parse(String(createdAt)) < webhooksRetentionMs,
      );
      const payment = webhooks
        .filter(({ system, type }) => system === 'payment' && !silentEvents.has(String(type)))
        .map(idOf);
      const taken = await textIdsIn(world, 'payment.webhook_inbox', 'event_id', payment);
      const broken = payment
        .filter((id) => !taken.has(id))
        .map((subject) => ({ subject, message: 'answered with 200, and not kept' }));
      return { checked: payment.length, broken };
    },
  },
  sqlCheck({
    invariant: 'I10',
    says: 'a departure, receipt or count moves the stock of a SKU once',
    database: 'inventory',
    counted: 'inventory.movement',
    broken: `select reference_id::text, format('%s of %s moved stock %s times', kind, sku, count(*))
        from inventory.movement where kind <> 'departure'
        group by kind, reference_id, sku, location_id having count(*) > 1
      union all
      select d.id::text, format('departure of %s units moved %s', d.units, -sum(m.on_hand_delta))
        from inventory.stock_document d join inventory.movement m on m.reference_id = d.id and m.kind = 'departure'
        where d.kind = 'departure' group by d.id, d.units having d.units < -sum(m.on_hand_delta)
      union all
      select reference_id::text, 'departed without a document' from inventory.movement m
        where kind = 'departure' and not exists (
          select from inventory.stock_document d where d.kind = 'departure' and d.id = m.reference_id)`,
  }),
  sqlCheck({
    invariant: 'I10',
    says: 'what has departed of the reservations is what left the shelves',
    database: 'inventory',
    counted: 'inventory.stock_item',
    broken: `select s.sku || ' at ' || s.location_id, format('departed %s, of reservations %s, moved %s', s.departed, coalesce(a.units, 0), coalesce(m.units, 0))
      from inventory.stock_item s
      left join (select sku, location_id, sum(departed) as units from inventory.reservation_allocation
                 where tracked group by 1, 2) a using (sku, location_id)
      left join (select sku, location_id, -sum(on_hand_delta) as units from inventory.movement
                 where kind = 'departure' group by 1, 2) m using (sku, location_id)
      where s.departed <> coalesce(a.units, 0) or s.departed <> coalesce(m.units, 0)`,
  }),
  {
    invariant: 'I10',
    says: 'each stock move that fulfillment asked for happened at inventory, once and in full',
    run: async (world) => {
      const broken: Broken[] = [];
      let checked = 0;
      const entries = world.batches<{ kind: string; id: string; units: number }>(
        'order',
        `select kind, id::text, units from inventory_sync.entry where state = 'done'`,
      );
      for await (const batch of entries) {
        checked += batch.length;
        broken.push(
          ...(await world.query<Broken>(
            'inventory',
            `select e.id::text as subject, format('%s of %s units, at inventory %s', e.kind, e.units, coalesce(d.units::text, 'nothing')) as message
             from jsonb_to_recordset($1::jsonb) e (kind text, id uuid, units int)
             left join inventory.stock_document d on d.kind = e.kind and d.id = e.id
             where d.id is null or e.kind <> 'count' and d.units is distinct from e.units`,
            [JSON.stringify(batch)],
          )),
        );
      }
      return { checked, broken };
    },
  },
];

/** Webhooks are kept for seven days at least; some hours less, so that none is missed while they are cleared. */
const webhooksRetentionMs = 6.5 * 86_400_000;

/** Kinds that say nothing that we do not know: they are answered and not kept. */
const silentEvents = new Set(['payment_intent.requires_action']);

const idOf = (row: Record<string, unknown>): string => String(row['id']);

/** Our message's id: what stands before the `@` of the mail's own. */
function mailKey(row: Record<string, unknown>): string {
  return String(row['messageId']).split('@')[0]!;
}

function counts(
  rows: readonly Record<string, unknown>[],
  keyOf: (row: Record<string, unknown>) => string,
): Map<string, number> {
  const found = new Map<string, number>();
  for (const row of rows) found.set(keyOf(row), (found.get(keyOf(row)) ?? 0) + 1);
  return found;
}

/**
 * Each try is committed before it is sent, and another follows only when the answer to it was lost:
 * SMTP cannot be asked. The mail then has the same Message-ID (decisions/0004).
 */
function beyond(what: string, subject: string, arrived = 0, tries: number): Broken[] {
  if (arrived <= Math.max(1, tries)) return [];
  return [{ subject, message: `${what} arrived ${arrived} times, tried ${tries} times` }];
}

async function idsIn(
  world: World,
  database: 'customer',
  table: string,
  ids: readonly string[],
): Promise<Set<string>> {
  const text = `select id::text from ${table} where id = any($1::uuid[])`;
  return new Set((await world.query<{ id: string }>(database, text, [ids])).map(({ id }) => id));
}

async function textIdsIn(
  world: World,
  table: string,
  column: string,
  ids: readonly string[],
): Promise<Set<string>> {
  const text = `select ${column} as id from ${table} where ${column} = any($1::text[])`;
  return new Set((await world.query<{ id: string }>('order', text, [ids])).map(({ id }) => id));
}
