import { stripeWebhookTypes } from '../../payment-gateway/stripe/stripe-webhook.ts';
import { eventId, type WebhookSender } from '../book/webhooks.ts';

/** The `enabled_events` of the shop's endpoint: Stripe tells it of nothing else. */
const enabledEvents: ReadonlySet<string> = new Set(stripeWebhookTypes);

/** What Stripe tells the shop, within the transaction of the change it tells of. */
export class StripeEvents {
  private readonly webhooks: WebhookSender;

  constructor(webhooks: WebhookSender) {
    this.webhooks = webhooks;
  }

  emit(type: string, object: object): void {
    if (enabledEvents.has(type)) this.report(type, object);
  }

  /** An event of any kind, also one that the shop is not subscribed to. */
  report(type: string, object: object): string {
    const id = eventId();
    const created = Math.floor(Date.now() / 1_000);
    const known = { object: 'event', api_version: null, livemode: false, pending_webhooks: 1 };
    const body = JSON.stringify({ id, type, created, ...known, data: { object } });
    this.webhooks.enqueue({ id, system: 'payment', type, body });
    return id;
  }
}
