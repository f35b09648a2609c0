import { defineService, each } from '#platform/service.ts';
import { handOnMail, takeMailRequest, takeTicketMessage } from './hand-on-mail.ts';
import { takePlacedOrders } from './take-placed-orders.ts';
import { takeRegistration } from './take-registration.ts';

export const customerService = defineService({
  name: 'customer',
  migrations: new URL('./migrations/', import.meta.url),
  open(context) {
    return {
      operations: {},
      hears: {
        'auth.registered': each(takeRegistration),
        'auth.mail_requested': each(takeMailRequest),
        'order.placed': takePlacedOrders,
        'support.message_added': each(takeTicketMessage(context.settings)),
      },
      stories: { hand_on_mail: handOnMail(context) },
    };
  },
});
