/*
 * The payment provider's form for a card as pages use it, in a frame of the provider's own: which of
 * Stripe.js's methods and events, and which of their fields. Stripe's own types fit it (a test of the
 * storefront compares them), and the sandbox's script is written to it. Nothing else of it is used.
 */

/** What its script puts into a page: `Stripe(publishableKey)`. */
export type LoadCardProvider<Elements extends CardElements = CardElements> = (
  publishableKey: string,
  options?: { locale?: CardLocale },
) => CardProvider<Elements>;

/** IETF language tag, as the provider takes it; what it lacks it shows in the browser's. */
export type CardLocale = 'auto' | 'en' | 'de';

export interface CardProvider<Elements extends CardElements = CardElements> {
  /** Of a payment that the server makes later, by what the form hands out. */
  elements(options: CardElementsOptions): Elements;
  /** After `submit`: what was typed, as a name for it that the server may charge once. */
  createPaymentMethod(options: {
    elements: Elements;
    params: { billing_details: CardBilling };
  }): Promise<
    | { paymentMethod: { id: string }; error?: undefined }
    | { paymentMethod?: undefined; error: CardError }
  >;
}

export interface CardElementsOptions {
  mode: 'payment';
  /** In the provider's smallest unit of the currency. */
  amount: number;
  /** ISO 4217 in small letters. */
  currency: string;
  paymentMethodTypes: string[];
  paymentMethodCreation: 'manual';
  captureMethod: 'manual';
  appearance: CardAppearance;
}

/** CSS values as a browser computed them. */
export interface CardAppearance {
  theme: 'stripe' | 'night' | 'flat';
  variables: {
    colorPrimary: string;
    colorBackground: string;
    colorText: string;
    colorDanger: string;
    fontSizeBase: string;
    borderRadius: string;
  };
}

export interface CardElements {
  create(type: 'payment', options: CardElementOptions): CardElement;
  update(options: { appearance: CardAppearance }): void;
  /** Looks at what was typed, and marks in the frame what does not fit. */
  submit(): Promise<{ error?: CardError | undefined }>;
}

/** Who pays is known to the shop already and is not asked again. */
export interface CardElementOptions {
  fields: {
    billingDetails: { name: 'never'; email: 'never'; phone: 'never'; address: 'never' };
  };
  wallets: { applePay: 'never'; googlePay: 'never' };
}

export interface CardElement {
  /** @param place a selector that finds one element */
  mount(place: string): void;
  on(event: 'ready', heard: () => void): void;
  on(event: 'change', heard: (change: { complete: boolean }) => void): void;
  /** Escape was pressed in the frame, which nobody outside of it is told otherwise. */
  on(event: 'escape', heard: () => void): void;
  on(event: 'loaderror', heard: (failure: { error: CardError }) => void): void;
  focus(): void;
}

export interface CardBilling {
  name: string;
  email: string;
  phone: string;
  address: {
    line1: string;
    line2: string;
    city: string;
    state: string;
    postal_code: string;
    country: string;
  };
}

export interface CardError {
  type: string;
  code?: string;
  /** For whoever types, in their language. */
  message?: string;
}
