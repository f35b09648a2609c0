import { dieAtEachStep } from './die-at-each-step.ts';

/**
 * Where it differs from a purchase by card: the page and what is learnt of it, and the
 * story that goes on without a request. F37 kills at all of its places.
 */
const differs = [
  /^call:order>payment\.receiveWebhook:/,
  /^call:checkout>(payment\.getPayment|cart\.confirmStock):/,
  /^call:checkout>payment\.authorizePayment:after/,
  /^external:payment>payment-gateway\.(openPage|findPage|find):/,
  /^commit:payment\.(challenge|authorize|take_webhook):/,
  /^commit:checkout\.(record_challenge|hear_payment\.authorized|record_completed):/,
  /^relay:payment\./,
];

await dieAtEachStep({
  title: 'a purchase on the gateway’s own page',
  leastPoints: 20,
  reaches: [
    'call:checkout>payment.authorizePayment:after',
    'external:payment>payment-gateway.openPage:after',
    'commit:payment.challenge:after',
    'commit:checkout.record_challenge:after',
    'commit:payment.take_webhook:before',
    'external:payment>payment-gateway.find',
    'commit:payment.authorize:after',
    'commit:checkout.hear_payment.authorized:after',
    'call:checkout>cart.confirmStock:after',
    'commit:checkout.record_completed:before',
  ],
  isItsOwn: (name) => differs.some((own) => own.test(name)),
  complete: (guest, checkout, key) => guest.completeOnPage(checkout, key),
  async follow(shop, { body }) {
    if (body.status === 'requires_action') await shop.book.payOnPage(body.nextAction.url);
  },
});
