import type { Book, Shelf } from '../book/book.ts';
import { isChallenged, setupDeclineOf } from '../payment/test-cards.ts';
import { refused } from '../stripe/stripe-replies.ts';
import { stripeError, type StripeAnswer } from '../stripe/stripe-calls.ts';
import { newId, nowSeconds } from '../stripe/stripe-ids.ts';
import type { PaymentMethods } from './payment-methods.ts';

/** The storing of a means of payment for later. */
export interface SetupIntent {
  id: string;
  status:
    | 'requires_payment_method'
    | 'requires_confirmation'
    | 'requires_action'
    | 'succeeded'
    | 'canceled';
  customerId: string | null;
  paymentMethod: string | null;
  usage: string;
  description: string | null;
  returnUrl: string | null;
  redirects: boolean;
  cancellationReason: string | null;
  error: { code: string; declineCode: string | null; message: string } | null;
  metadata: Record<string, string>;
  createdSeconds: number;
}

type Begun = Omit<SetupIntent, 'id' | 'status' | 'error' | 'createdSeconds' | 'cancellationReason'>;

/** Every method runs inside a transaction of the book. */
export class SetupIntents {
  readonly shelf: Shelf<SetupIntent>;
  private readonly methods: PaymentMethods;

  constructor(book: Book, methods: PaymentMethods) {
    this.shelf = book.shelf<SetupIntent>('setup_intents');
    this.methods = methods;
  }

  create(asked: Begun, confirm: boolean): SetupIntent | StripeAnswer {
    const wrong = this.wrongWith(asked);
    if (wrong) return wrong;
    const setup: SetupIntent = {
      ...asked,
      id: newId('seti_'),
      status: asked.paymentMethod === null ? 'requires_payment_method' : 'requires_confirmation',
      error: null,
      cancellationReason: null,
      createdSeconds: nowSeconds(),
    };
    this.shelf.insert(setup, asked.customerId);
    return confirm ? this.confirm(setup, null, asked.returnUrl) : setup;
  }

  confirm(
    before: SetupIntent,
    paymentMethod: string | null,
    returnUrl: string | null,
  ): SetupIntent | StripeAnswer {
    const setup = { ...before, returnUrl: returnUrl ?? before.returnUrl, error: null };
    setup.paymentMethod = paymentMethod ?? before.paymentMethod;
    if (!['requires_payment_method', 'requires_confirmation'].includes(setup.status)) {
      return unexpectedSetup(setup, 'confirmed');
    }
    if (setup.paymentMethod === null) {
      const message = 'You cannot confirm this SetupIntent because it’s missing a payment method.';
      return refused(message, { code: 'setup_intent_unexpected_state', param: 'payment_method' });
    }
    const wrong = this.wrongWith(setup);
    if (wrong) return wrong;
    if (setup.redirects && setup.returnUrl === null) {
      return refused('Provide a `return_url`.', { code: 'parameter_missing', param: 'return_url' });
    }
    const { card } = this.methods.find(setup.paymentMethod)!;
    const decline = setupDeclineOf(card);
    if (decline !== undefined) {
      const failed: SetupIntent = {
        ...setup,
        status: 'requires_payment_method',
        error: { ...decline, message: 'Your card was declined.' },
      };
      this.shelf.update(failed);
      return declined(failed);
    }
    if (isChallenged(card, false, false)) setup.status = 'requires_action';
    else this.succeed(setup);
    this.shelf.update(setup);
    return setup;
  }

  /** The person at the bank's page; false where nobody is asked any more. */
  challenge(setup: SetupIntent, outcome: 'complete' | 'fail'): boolean {
    if (setup.status !== 'requires_action') return false;
    if (outcome === 'complete') this.succeed(setup);
    else {
      setup.status = 'requires_payment_method';
      setup.error = {
        code: 'setup_intent_authentication_failure',
        declineCode: null,
        message: 'The latest attempt to set up the payment method has failed authentication.',
      };
    }
    this.shelf.update(setup);
    return true;
  }

  cancel(setup: SetupIntent, reason: string | null): SetupIntent | StripeAnswer {
    if (setup.status === 'succeeded' || setup.status === 'canceled') {
      return unexpectedSetup(setup, 'canceled');
    }
    const canceled: SetupIntent = { ...setup, status: 'canceled', cancellationReason: reason };
    this.shelf.update(canceled);
    return canceled;
  }

  private succeed(setup: SetupIntent): void {
    setup.status = 'succeeded';
    const { customerId, paymentMethod } = setup;
    if (customerId !== null && paymentMethod !== null) {
      setup.paymentMethod = this.methods.keep(paymentMethod, customerId).id;
    }
  }

  private wrongWith({ customerId, paymentMethod }: Begun): StripeAnswer | undefined {
    const code = 'resource_missing';
    if (customerId !== null && !this.methods.hasCustomer(customerId)) {
      return refused(`No such customer: '${customerId}'`, { code, param: 'customer' });
    }
    if (paymentMethod === null) return undefined;
    const method = this.methods.find(paymentMethod);
    if (method === undefined) {
      const param = 'payment_method';
      return refused(`No such PaymentMethod: '${paymentMethod}'`, { code, param });
    }
    return method.customerId === null || method.customerId === customerId
      ? undefined
      : refused('The payment method belongs to another customer.', { param: 'customer' });
  }
}

function unexpectedSetup(setup: SetupIntent, what: string): StripeAnswer {
  const message = `This SetupIntent cannot be ${what} with status ${setup.status}.`;
  return refused(message, { code: 'setup_intent_unexpected_state' });
}

function declined(setup: SetupIntent): StripeAnswer {
  return stripeError(402, { ...wireSetupError(setup)!, setup_intent: wireSetup(setup, '') });
}

function wireSetupError({ error }: SetupIntent) {
  if (error === null) return null;
  const { code, declineCode, message } = error;
  const decline = declineCode === null ? {} : { decline_code: declineCode };
  return { type: 'card_error', code, message, ...decline };
}

export function wireSetup(setup: SetupIntent, baseUrl: string): object {
  const url = `${baseUrl}/payment/challenge/${setup.id}`;
  const action = { type: 'redirect_to_url', redirect_to_url: { url, return_url: setup.returnUrl } };
  return {
    id: setup.id,
    object: 'setup_intent',
    application: null,
    automatic_payment_methods: null,
    cancellation_reason: setup.cancellationReason,
    client_secret: `${setup.id}_secret_${setup.id.slice(5)}`,
    created: setup.createdSeconds,
    customer: setup.customerId,
    description: setup.description,
    flow_directions: null,
    last_setup_error: wireSetupError(setup),
    latest_attempt: null,
    livemode: false,
    mandate: null,
    metadata: setup.metadata,
    next_action: setup.status === 'requires_action' ? action : null,
    on_behalf_of: null,
    payment_method: setup.paymentMethod,
    payment_method_options: {
      card: { mandate_options: null, request_three_d_secure: 'automatic' },
    },
    payment_method_types: ['card'],
    single_use_mandate: null,
    status: setup.status,
    usage: setup.usage,
  };
}
