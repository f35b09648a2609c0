import type { PaymentEvent } from '#external/payment-gateway/port.ts';

/** With whose it is: another provider's payment of the same id or reference is a stranger to it. */
export interface ProviderEvent extends PaymentEvent {
  readonly provider: string;
  /** Of the sandbox in its place. */
  readonly sandbox: boolean;
}

/** Whose ids of events and disputes are kept as they came, from when it was the only one. */
const formerProvider = 'stripe';

/** Two providers may give the same ids: those of the others are kept with the provider's name before. */
export function ofProvider(
  { provider, sandbox }: Pick<ProviderEvent, 'provider' | 'sandbox'>,
  event: PaymentEvent,
): ProviderEvent {
  if (provider === formerProvider) return { ...event, provider, sandbox };
  const named = (id: string) => `${provider}:${id}`;
  const { id, dispute } = event;
  return {
    ...event,
    provider,
    sandbox,
    id: named(id),
    ...(dispute
      ? { dispute: { ...dispute, gatewayDisputeId: named(dispute.gatewayDisputeId) } }
      : {}),
  };
}
