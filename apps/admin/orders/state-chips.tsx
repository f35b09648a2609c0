import type { Schemas } from '@kontor/sdk';
import { useSpeech } from '../words/speech.tsx';

export type Tone = 'ok' | 'wait' | 'bad' | 'info' | 'quiet';
type OrderState = Schemas['Order']['state'];
type PaymentState = Schemas['Order']['paymentState'];
type FulfillmentState = Schemas['Fulfillment']['state'];

/** Amber where a person is waited for, and nowhere else. */
const orderTones: Readonly<Record<OrderState, Tone>> = {
  placed: 'info',
  confirmed: 'wait',
  partially_shipped: 'wait',
  shipped: 'info',
  delivered: 'ok',
  cancelling: 'info',
  cancelled: 'quiet',
};

const paymentTones: Readonly<Record<PaymentState, Tone>> = {
  authorized: 'info',
  part_received: 'info',
  captured: 'ok',
  credited: 'quiet',
  written_off: 'quiet',
  partially_refunded: 'quiet',
  refunded: 'quiet',
  voided: 'quiet',
  disputed: 'bad',
};

const fulfillmentTones: Readonly<Record<FulfillmentState, Tone>> = {
  open: 'wait',
  picking: 'info',
  packed: 'wait',
  shipping: 'info',
  shipped: 'info',
  delivered: 'ok',
  on_hold: 'wait',
  cancelled: 'quiet',
};

export function OrderStateChip({ state }: { state: OrderState }) {
  const { words } = useSpeech();
  return <Chip tone={orderTones[state]}>{words.orderStates[state]}</Chip>;
}

export function PaymentChip({ state }: { state: PaymentState }) {
  const { words } = useSpeech();
  return <Chip tone={paymentTones[state]}>{words.paymentStates[state]}</Chip>;
}

export function FulfillmentChip({ state }: { state: FulfillmentState }) {
  const { words } = useSpeech();
  return <Chip tone={fulfillmentTones[state]}>{words.fulfillmentStates[state]}</Chip>;
}

/** Shape and words beside the colour: a dot is done, a ring waits, a turned square is wrong. */
export function Chip({ tone, children }: { tone: Tone | undefined; children: string | undefined }) {
  return <span className={`chip ${tone ?? 'quiet'}`}>{children}</span>;
}
