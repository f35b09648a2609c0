import type { CarrierWebhookResult } from '#external/shipping-provider/port.ts';
import type { Invocation } from '#kernel/invocation.ts';
import type { ServiceContext } from '#platform/calls/service.ts';
import { json, sql } from '#platform/ground/sql.ts';

type Reported = Extract<CarrierWebhookResult, { ok: true }>['event'] & { reported: object };
type Outcome = 'duplicate' | 'held_for_review';

/** What is longer is cut: a person reads it, and the carrier has all of it under the event's id. */
const storedLength = 16_000;

/** A signed event that nobody here understands is kept word for word, for staff to look at. */
export async function keepUnknown(
  { database, log }: ServiceContext<'tracking'>,
  { id, reported }: Reported,
  invocation: Invocation,
): Promise<Outcome> {
  const { kind, unreadable, body } = reported;
  const text = JSON.stringify(body);
  const stored =
    text.length > storedLength ? { cut: text.slice(0, storedLength).toWellFormed() } : body;
  const rows = await database.write(
    'keep_unknown_webhook',
    sql`
      insert into carrier_event (id, kind, reason, body)
      values (${id}, ${kind}, ${unreadable ? 'webhook_unreadable' : 'webhook_unknown'}, ${json(stored)})
      on conflict (id) do nothing returning id`,
    invocation,
  );
  if (rows.length === 0) return 'duplicate';
  log.warn({ invocation, event: id, kind }, 'an event that is not understood is kept');
  return 'held_for_review';
}
