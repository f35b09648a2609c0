import { hasPermission, type Actor, type StaffPermission } from '#kernel/actor.ts';
import { fail, ok } from '#kernel/result.ts';
import type { Handler, OutputOf, ServiceContext } from '#platform/calls/service.ts';
import { sql, type Statement } from '#platform/ground/sql.ts';
import { stopsOf, subscribeAgain } from './mail-subscription.ts';

type Context = ServiceContext<'notification'>;
type Preferences = OutputOf<'notification', 'getPreferences'>;

/** Whose preferences: staff name the customer, a customer is asked as themselves. */
function customerOf(
  actor: Actor,
  customerId: string | undefined,
  staff: StaffPermission,
): string | undefined {
  if (hasPermission(actor, staff)) return customerId;
  if (actor.kind !== 'customer') return undefined;
  return customerId === undefined || customerId === actor.id ? actor.id : undefined;
}

function select(customerId: string, channel: string): Statement {
  const mailStops = stopsOf('email', sql`r.email`, sql`${channel}::text`);
  const textStops = stopsOf('sms', sql`r.phone`, sql`${channel}::text`);
  return sql`
    select r.customer_id,
      jsonb_build_object('email', true, 'sms', coalesce(p.transactional_sms, true)) as transactional,
      jsonb_build_object(
        'email', coalesce(p.marketing_email, true) and not exists (select ${mailStops}),
        'sms', coalesce(p.marketing_sms, true) and not exists (select ${textStops})) as marketing,
      (select coalesce(jsonb_agg(jsonb_build_object('part', s.part, 'reason', s.reason,
                'channel', nullif(s.channel, ''), 'stopsAll', s.stops_all,
                'since', to_char(s.since at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by s.since), '[]')
       from (select s.* ${mailStops} union all select s.* ${textStops}) s) as stopped,
      jsonb_build_object('email', r.marketing_email, 'sms', r.marketing_sms) as consent
    from recipient r
    left join preference p on p.customer_id = r.customer_id and p.channel = ${channel}
    where r.customer_id = ${customerId}`;
}

export function getPreferences({ database }: Context): Handler<'notification', 'getPreferences'> {
  return async (input, invocation) => {
    const customerId = customerOf(invocation.actor, input.customerId, 'customers:read');
    if (customerId === undefined) return customerNotFound();
    const found = await database.first<Preferences>(
      select(customerId, invocation.channel),
      invocation,
    );
    return found ? ok(found) : customerNotFound();
  };
}

/** Sets what is given. E-mails about an order or the account cannot be switched off. */
export function putPreferences({ database }: Context): Handler<'notification', 'putPreferences'> {
  return async (input, invocation) => {
    const customerId = customerOf(invocation.actor, input.customerId, 'customers:write');
    if (customerId === undefined) return customerNotFound();
    const { transactionalSms = null, marketingEmail = null, marketingSms = null } = input;
    const { channel } = invocation;
    return database.transaction('putPreferences', invocation, async (tx) => {
      const rows = await tx.change(sql`
        insert into preference (customer_id, channel, transactional_sms, marketing_email, marketing_sms)
        select customer_id, ${channel}, coalesce(${transactionalSms}, true),
               coalesce(${marketingEmail}, true), coalesce(${marketingSms}, true)
        from recipient where customer_id = ${customerId}
        on conflict (customer_id, channel) do update set
          transactional_sms = coalesce(${transactionalSms}, preference.transactional_sms),
          marketing_email = coalesce(${marketingEmail}, preference.marketing_email),
          marketing_sms = coalesce(${marketingSms}, preference.marketing_sms),
          updated_at = kontor_now()`);
      if (rows === 0) return customerNotFound();
      if (marketingEmail === true) {
        const { actor } = invocation;
        const own = sql`select email from recipient where customer_id = ${customerId}`;
        const recipient = (await tx.first<{ email: string }>(own))!;
        await subscribeAgain(tx, { ...recipient, channel }, `${actor.kind}:${actor.id}`);
      }
      tx.audit({ subject: `customer:${customerId}`, after: input });
      return ok((await tx.first<Preferences>(select(customerId, channel)))!);
    });
  };
}

function customerNotFound() {
  return fail('customer_not_found', 'There is no such customer, or it is not you.');
}
