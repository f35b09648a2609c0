import type { CarrierWebhookResult } from '#external/shipping-provider/port.ts';
import type { Invocation } from '#kernel/invocation.ts';
import type { ServiceContext } from '#platform/calls/service.ts';
import { json, sql } from '#platform/ground/sql.ts';

type Told = Extract<CarrierWebhookResult, { ok: true }>['event'] & { told: object };
type Outcome = 'duplicate' | 'held_for_review';

/** What is longer is cut: a person reads it, and the carrier has all of it under the event's id. */
const keptLength = 16_000;

/** A signed event that nobody here understands is kept word for word, for staff to look at. */
export async function keepUnknown(
  { database, log }: ServiceContext<'tracking'>,
  { id, told }: Told,
  invocation: Invocation,
): Promise<Outcome> {
  const { kind, unreadable, body } = told;
  const text = JSON.stringify(body);
  const kept = text.length > keptLength ? { cut: text.slice(0, keptLength).toWellFormed() } : body;
  const rows = await database.write(
    'keep_unknown_webhook',
    sql`
      insert into carrier_event (id, kind, reason, body)
      values (${id}, ${kind}, ${unreadable ? 'webhook_unreadable' : 'webhook_unknown'}, ${json(kept)})
      on conflict (id) do nothing returning id`,
    invocation,
  );
  if (rows.length === 0) return 'duplicate';
  log.warn({ invocation, event: id, kind }, 'an event that is not understood is kept');
  return 'held_for_review';
}
