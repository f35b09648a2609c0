import { listAuditEntries } from '#platform/data/audit-entries.ts';
import { listStoredSteps } from '#platform/events/stored-steps.ts';
import { replayDeadLetters } from '#platform/stories/replay-dead-letters.ts';
import { listWaitingWork } from '#platform/stories/waiting-work.ts';
import { defineService, each } from '#platform/calls/service.ts';
import { checkoutSteps } from './completion/stored-steps.ts';
import { getAddressRules } from './address-rules/get-address-rules.ts';
import { abandonCheckouts } from './checkouts/abandon-checkouts.ts';
import { completeCheckout, CompletionGate } from './completion/request-completion.ts';
import { continueCompletion } from './completion/continue-completion.ts';
import { forwardSettings } from './forward-settings.ts';
import { getCheckout } from './checkouts/checkout-store.ts';
import { getCheckoutOutcome } from './checkouts/get-checkout-outcome.ts';
import { getPlacedOrder } from './placed-orders/get-placed-order.ts';
import { wakeCompletion } from './completion/on-payment.ts';
import { listOfferedMethods } from './quoting/offered-methods.ts';
import { onExemptionChanged } from './quoting/exemptions.ts';
import { openCheckout } from './quoting/open-checkout.ts';
import { outdatedAttempts } from './completion/outdated-attempts.ts';
import { onTextPublished } from './completion/shown-texts.ts';
import { updateCheckout } from './quoting/update-checkout.ts';
import { checkoutDocuments } from './stored/documents.ts';

export const checkoutService = defineService({
  name: 'checkout',
  migrations: new URL('./migrations/', import.meta.url),
  documents: checkoutDocuments,
  open(context) {
    const gate = new CompletionGate();
    return {
      operations: {
        listAuditEntries: listAuditEntries(context, [
          context.call.tax.listAuditEntries,
          context.call.shipping.listAuditEntries,
        ]),
        listStoredSteps: listStoredSteps(context, {
          ...checkoutSteps,
          behind: { tax: context.call.tax.listStoredSteps },
        }),
        listWaitingWork: listWaitingWork(context, {
          behind: {
            tax: context.call.tax.listWaitingWork,
            shipping: context.call.shipping.listWaitingWork,
          },
        }),
        replayDeadLetters: replayDeadLetters(context, {
          tax: context.call.tax.replayDeadLetters,
          shipping: context.call.shipping.replayDeadLetters,
        }),
        openCheckout: openCheckout(context),
        getAddressRules: getAddressRules(),
        listDeliveryCountries: context.call.shipping.listDeliveryCountries,
        estimateDelivery: context.call.shipping.estimateDelivery,
        getCheckout: getCheckout(context),
        getCheckoutOutcome: getCheckoutOutcome(context),
        updateCheckout: updateCheckout(context),
        listOfferedMethods: listOfferedMethods(context),
        completeCheckout: completeCheckout(context, gate),
        getPlacedOrder: getPlacedOrder(context),
        ...forwardSettings(context),
      },
      subscriptions: {
        'customer.exemption_changed': each(onExemptionChanged),
        'payment.authorized': wakeCompletion,
        'product.text_published': each(onTextPublished),
        'payment.failed': wakeCompletion,
      },
      stories: [continueCompletion(context, gate)],
      outdated: outdatedAttempts,
      jobs: { abandon_checkouts: abandonCheckouts(context) },
    };
  },
});
