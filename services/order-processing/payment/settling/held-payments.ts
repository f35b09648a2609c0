import { systemActor } from '#kernel/actor.ts';
import { systemInvocation, type Invocation } from '#kernel/invocation.ts';
import { sql, type Statement } from '#platform/ground/sql.ts';
import { gatewayHasKeys, type MadeAt } from '../payments/gateway.ts';
import {
  paymentNow,
  madeInSandbox,
  settlingStory,
  type Context,
  type PaymentRow,
} from '../payments/payment-store.ts';

/** Nobody can ask the provider: nothing is given up, and nothing is tried in vain. */
const withoutKeys = 'provider_without_keys';

/** Something may still be asked of the gateway. */
const underWay = sql`
  (state in ('authorizing', 'requires_action', 'authorized', 'capturing', 'capturing_part',
             'part_captured', 'releasing', 'voiding', 'review')
    or refund_pending_minor > 0)`;

/**
 * At the start: names the payments under way whose provider has no keys here and holds them, and
 * goes on with those that were held and whose keys are back. Nobody waits for the holding: of many
 * payments each is looked at. For the others there are indexes.
 */
export function holdAndRelease(context: Context): () => Promise<void> {
  return async () => {
    await learnWhereMade(context.database, underWay);
    await releaseHeld(context);
    void holdUnreachable(context).catch((error: unknown) =>
      context.log.warn({ error: String(error) }, 'payments were not looked through for providers'),
    );
  };
}

async function holdUnreachable({ database, external, log }: Context): Promise<void> {
  const held = await database.query<{ provider: string; sandbox: boolean; payments: number }>(sql`
    with held as (
      update payment p set held_as = ${withoutKeys}
      where ${madeAt} <> all(${keyed(external)}::text[]) and ${underWay}
      returning p.provider, coalesce(${madeInSandbox}, false) as sandbox)
    select provider, sandbox, count(*)::int as payments from held group by 1, 2 order by 1, 2`);
  for (const { provider, sandbox, payments } of held) {
    const { needs } = external.paymentGateway.of(provider, sandbox);
    const where = sandbox ? 'in the sandbox' : `at ${provider}`;
    log.error(
      { provider, sandbox, payments, heldAs: withoutKeys, needs },
      `payments under way were made ${where}, of which there are no keys: they are held until it is set again${needs.length > 0 ? ` (${needs.join(', ')})` : ''}`,
    );
  }
}

/** What happened at the provider meanwhile is asked of its book. */
async function releaseHeld({ database, external }: Context): Promise<void> {
  const scope = { channel: 'default', locale: 'en' };
  const invocation = systemInvocation(systemActor('payment'), scope);
  await database.transaction('release_payments', invocation, async (tx) => {
    const released = await tx.query<Pick<PaymentRow, 'paymentId'>>(sql`
      update payment p set held_as = null
      where held_as = ${withoutKeys} and ${madeAt} = any(${keyed(external)}::text[])
      returning payment_id`);
    for (const { paymentId } of released) tx.stories.begin(settlingStory, paymentId);
  });
}

/** True where the payment's provider cannot be asked; the payment says so from now on. */
export async function holdWithoutKeys(
  context: Context,
  row: PaymentRow,
  invocation: Invocation,
): Promise<boolean> {
  const hasKeys = gatewayHasKeys(context, await knownMade(context, row));
  const heldAs = hasKeys ? null : withoutKeys;
  if (row.heldAs !== heldAs) {
    await context.database.write('hold_payment', setHeld(row.paymentId, heldAs), invocation);
  }
  return !hasKeys;
}

function setHeld(paymentId: string, heldAs: string | null): Statement {
  return sql`
    update payment set held_as = ${heldAs} where payment_id = ${paymentId} returning payment_id`;
}

/** Where the payment was made, in one word. */
const madeAt = sql`p.provider || case when ${madeInSandbox} then ' sandbox' else '' end`;

function keyed(external: Context['external']): string[] {
  return external.paymentGateway.all.map(({ id, sandbox }) => `${id}${sandbox ? ' sandbox' : ''}`);
}

/** Asked at nobody before it is known where it was made. */
async function knownMade(context: Context, row: PaymentRow): Promise<MadeAt> {
  if (row.sandbox !== null || gatewayHasKeys(context, row)) return row;
  const { paymentId } = row;
  const [learnt] = await learnWhereMade(context.database, sql`p.payment_id = ${paymentId}`);
  // A start or another look may have learnt it meanwhile.
  return learnt ? { ...row, sandbox: learnt.sandbox } : paymentNow(context, paymentId);
}

/**
 * An earlier version did not say where it made a payment, and no answer came that would tell: it was
 * where the one before it was made, or the one after it where there is none before. Their ids rise.
 */
function learnWhereMade(database: Context['database'], which: Statement) {
  const beside = (order: Statement) => sql`
    (select coalesce(n.sandbox, n.gateway_payment_id ~ '^pi_[0-9a-f]{28}$') from payment n
     where n.provider = p.provider and n.gateway_payment_id is not null and ${order} limit 1)`;
  const before = beside(sql`n.payment_id < p.payment_id order by n.payment_id desc`);
  const after = beside(sql`n.payment_id > p.payment_id order by n.payment_id`);
  return database.query<{ sandbox: boolean | null }>(sql`
    update payment p set sandbox = coalesce(${before}, ${after})
    where p.sandbox is null and p.gateway_payment_id is null
      and p.authorization_kind = 'card' and (${which})
    returning p.sandbox`);
}
