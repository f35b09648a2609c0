import type {
  Stripe,
  StripeConstructor,
  StripeElements,
  StripeElementsOptionsMode,
  StripePaymentElement,
  StripePaymentElementOptions,
} from '@stripe/stripe-js';
import { expectTypeOf, test } from 'vitest';
import type {
  CardElement,
  CardElementOptions,
  CardElements,
  CardElementsOptions,
  CardProvider,
  LoadCardProvider,
} from '#contracts/payment/card-element.ts';

// `tsc` compares them; there is nothing to run.
test('what pages use of the provider’s form is there in the provider’s own types', () => {
  expectTypeOf<StripeConstructor>().toExtend<LoadCardProvider<StripeElements>>();
  expectTypeOf<Stripe>().toExtend<CardProvider<StripeElements>>();
  expectTypeOf<StripeElements>().toExtend<CardElements>();
  expectTypeOf<StripePaymentElement>().toExtend<CardElement>();
  // Methods take what is narrower as well as what is wider: what they are given is compared by itself.
  expectTypeOf<CardElementsOptions>().toExtend<StripeElementsOptionsMode>();
  expectTypeOf<CardElementOptions>().toExtend<StripePaymentElementOptions>();
});
