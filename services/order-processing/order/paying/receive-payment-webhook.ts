import type { Handler, ServiceContext } from '#platform/calls/service.ts';

/** The gateway has no arrow to payment: its webhooks come through here, untouched. */
export function receivePaymentWebhook({
  call,
}: ServiceContext<'order'>): Handler<'order', 'receivePaymentWebhook'> {
  return (input, invocation) => call.payment.receiveWebhook(input, invocation);
}
