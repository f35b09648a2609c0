import { listAuditEntries } from '#platform/audit-entries.ts';
import { defineService } from '#platform/service.ts';
import { abandonCheckouts } from './abandon-checkouts.ts';
import { checkCheckoutStates } from './checkout-states.ts';
import { CompletionGate } from './completion-gate.ts';
import { completionStory } from './completion-store.ts';
import { continueCompletion } from './continue-completion.ts';
import { forwardSettings } from './forward-settings.ts';
import { getCheckout } from './get-checkout.ts';
import { getPlacedOrder } from './get-placed-order.ts';
import { wakeCompletion } from './hear-payment.ts';
import { listOfferedMethods } from './offered-methods.ts';
import { openCheckout } from './open-checkout.ts';
import { outdatedAttempts } from './outdated-attempts.ts';
import { completeCheckout } from './request-completion.ts';
import { updateCheckout } from './update-checkout.ts';

export const checkoutService = defineService({
  name: 'checkout',
  migrations: new URL('./migrations/', import.meta.url),
  open(context) {
    checkCheckoutStates();
    const gate = new CompletionGate();
    return {
      operations: {
        listAuditEntries: listAuditEntries(context, [
          context.call.tax.listAuditEntries,
          context.call.shipping.listAuditEntries,
        ]),
        openCheckout: openCheckout(context),
        getCheckout: getCheckout(context),
        updateCheckout: updateCheckout(context),
        listOfferedMethods: listOfferedMethods(context),
        completeCheckout: completeCheckout(context, gate),
        getPlacedOrder: getPlacedOrder(context),
        ...forwardSettings(context),
      },
      hears: { 'payment.authorized': wakeCompletion, 'payment.failed': wakeCompletion },
      stories: { [completionStory]: continueCompletion(context, gate) },
      outdated: outdatedAttempts,
      jobs: { abandon_checkouts: abandonCheckouts(context) },
    };
  },
});
