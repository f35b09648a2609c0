import type { ShippingProvider } from '#external/shipping-provider/port.ts';
import * as clock from '#kernel/clock.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { fail, ok } from '#kernel/result.ts';
import type { Handler, InputOf, ServiceContext } from '#platform/calls/service.ts';
import { verifiedBy, webhookSenders } from '#platform/calls/webhook-sender.ts';
import { sql } from '#platform/ground/sql.ts';
import { applyTracking } from './apply-tracking.ts';
import { keepUnknown } from './keep-unknown.ts';
import { lockParcelByNumber, type TrackedParcel } from './parcel-store.ts';
import { earlyNewsDocument } from './stored/documents.ts';

const toleranceSeconds = 300;

/** A carrier's webhook: verified over the raw body, taken once by the carrier's id of it. */
export function receiveWebhook(
  context: ServiceContext<'tracking'>,
): Handler<'tracking', 'receiveWebhook'> {
  const { database, external, settings } = context;
  return async (webhook, invocation) => {
    const senders = await webhookSenders(external.shippingProvider, webhook);
    if (!senders.ok) return senders;
    const { verified } = await verifiedBy(senders.value, (sender) =>
      verify(sender, webhook, invocation),
    );
    if ('unread' in verified) {
      const what = `The carrier platform's keys cannot be read (${verified.unread}). Send it again.`;
      return fail('webhook_keys_unavailable', what);
    }
    if (!verified.ok) {
      const { reason } = verified;
      return reason === 'body_malformed'
        ? fail('webhook_malformed', 'The body is not an event that this carrier sends.')
        : fail('webhook_signature_invalid', `The webhook is not believed: ${reason}.`);
    }
    const { id, tracking, reported } = verified.event;
    if (reported) {
      return ok({
        outcome: await keepUnknown(context, { ...verified.event, reported }, invocation),
      });
    }
    if (!tracking) throw new Error(`carrier event ${id} says nothing`);
    return database.transaction('receive_webhook', invocation, async (tx) => {
      const fresh = await tx.change(sql`
        insert into carrier_event (id, tracking_number) values (${id}, ${tracking.trackingNumber})
        on conflict (id) do nothing`);
      if (fresh === 0) return ok({ outcome: 'duplicate' as const });
      const parcel = await tx.first<TrackedParcel>(
        lockParcelByNumber(tracking.trackingNumber, tracking.carrierCode),
      );
      if (!parcel) {
        // Perhaps of a label that was bought a moment ago: kept until the parcel is followed.
        await tx.change(
          sql`update carrier_event set tracking = ${earlyNewsDocument.write(tracking)} where id = ${id}`,
        );
        return ok({ outcome: 'ignored' as const });
      }
      const moved = await applyTracking(tx, settings, parcel, tracking);
      return ok({ outcome: moved ? ('applied' as const) : ('ignored' as const) });
    });
  };
}

type Webhook = InputOf<'tracking', 'receiveWebhook'>;
interface Sender {
  readonly port: ShippingProvider;
  readonly secrets: string[];
}

/** Where its key is not known, those that there are by now are fetched first. */
async function verify(
  { port, secrets }: Sender,
  { rawBodyBase64, headers }: Webhook,
  { traceparent, deadlineMs }: Invocation,
) {
  const look = () =>
    port.verifyWebhook({
      rawBody: Buffer.from(rawBodyBase64, 'base64'),
      headers,
      secrets,
      toleranceSeconds,
      nowMs: clock.nowMs(),
    });
  const verified = look();
  if (verified.ok || verified.reason !== 'key_unknown') return verified;
  const fetched = await port.fetchWebhookKeys({}, { traceparent, deadlineMs });
  return fetched.status === 'unknown' ? { ok: false as const, unread: fetched.reason } : look();
}
