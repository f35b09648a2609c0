import { smtp } from './email/smtp/index.ts';
import { minFraud } from './fraud-detection/minfraud/index.ts';
import { shop } from './payment-gateway/shop/index.ts';
import { stripe } from './payment-gateway/stripe/index.ts';
import type { Provider } from './provider.ts';
import { shipEngine } from './shipping-provider/shipengine/index.ts';
import { twilio } from './sms/twilio/index.ts';
import { stripeTax } from './tax-calculation/stripe-tax/index.ts';

/** Every provider there is. */
export const providers: readonly Provider[] = [
  stripe,
  shop,
  smtp,
  twilio,
  minFraud,
  stripeTax,
  shipEngine,
];
