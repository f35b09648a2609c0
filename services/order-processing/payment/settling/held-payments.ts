import { systemActor } from '#kernel/actor.ts';
import { systemInvocation, type Invocation } from '#kernel/invocation.ts';
import { sql, type Statement } from '#platform/ground/sql.ts';
import { gatewayHasKeys, type Context } from '../payments/move-payment.ts';
import { settlingStory, type PaymentRow } from '../payments/payment-store.ts';

/** Nobody can ask the provider: nothing is given up, and nothing is tried in vain. */
const withoutKeys = 'provider_without_keys';

/** Something may still be asked of the gateway. */
const underWay = sql`
  (state in ('authorizing', 'requires_action', 'authorized', 'capturing', 'voiding', 'review')
    or refund_pending_minor > 0)`;

/**
 * At the start: names the payments under way whose provider has no keys here and holds them, and
 * goes on with those that were held and whose keys are back. Nobody waits for it: of many payments
 * each is looked at.
 */
export function holdAndRelease(context: Context): () => Promise<void> {
  return async () => {
    await releaseHeld(context);
    void holdUnreachable(context).catch((error: unknown) =>
      context.log.warn({ error: String(error) }, 'payments were not looked through for providers'),
    );
  };
}

async function holdUnreachable({ database, external, log }: Context): Promise<void> {
  const held = await database.query<{ provider: string; payments: number }>(sql`
    with held as (
      update payment set held_as = ${withoutKeys}
      where provider <> all(${keyed(external)}::text[]) and ${underWay}
      returning provider)
    select provider, count(*)::int as payments from held group by provider order by provider`);
  for (const { provider, payments } of held) {
    const { needs } = external.paymentGateway.of(provider);
    log.error(
      { provider, payments, heldAs: withoutKeys, needs },
      `payments under way were made at ${provider}, of which there are no keys: they are held until it is set again${needs.length > 0 ? ` (${needs.join(', ')})` : ''}`,
    );
  }
}

/** What happened at the provider meanwhile is asked of its book. */
async function releaseHeld({ database, external }: Context): Promise<void> {
  const scope = { channel: 'default', locale: 'en' };
  const invocation = systemInvocation(systemActor('payment'), scope);
  await database.transaction('release_payments', invocation, async (tx) => {
    const released = await tx.query<Pick<PaymentRow, 'paymentId'>>(sql`
      update payment set held_as = null
      where held_as = ${withoutKeys} and provider = any(${keyed(external)}::text[])
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
  const hasKeys = gatewayHasKeys(context, row);
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

function keyed(external: Context['external']): string[] {
  return external.paymentGateway.all.map(({ id }) => id);
}
