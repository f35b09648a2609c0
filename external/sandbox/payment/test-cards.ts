/* Stripe's test cards, by what happens to them. */

/** Asks for the person at every payment. */
const challengedAlways = new Set([
  'pm_card_authenticationRequired',
  'pm_card_threeDSecure2Required',
  'pm_card_threeDSecureRequired',
  'pm_card_threeDSecureRequiredChargeDeclined',
]);
/** Asks for the person until it was set up for payments without them. */
const challengedUntilSetUp = 'pm_card_authenticationRequiredOnSetup';
/** Its refunds are on their way until they are ended, as those of Stripe's test card of this name. */
export const pendingRefundCard = 'pm_card_pendingRefund';
/** Taken like the others, but of a network that does not let it be captured several times here. */
export const capturedOnceCard = 'pm_card_jcb';
const goodCards = new Set([
  capturedOnceCard,
  'pm_card_visa',
  'pm_card_mastercard',
  'pm_card_amex',
  pendingRefundCard,
  challengedUntilSetUp,
]);

export interface Decline {
  readonly code: string;
  readonly declineCode: string | null;
}

export const declines: Record<string, Decline> = {
  chargeDeclined: { code: 'card_declined', declineCode: 'generic_decline' },
  chargeDeclinedInsufficientFunds: { code: 'card_declined', declineCode: 'insufficient_funds' },
  chargeDeclinedLostCard: { code: 'card_declined', declineCode: 'lost_card' },
  chargeDeclinedStolenCard: { code: 'card_declined', declineCode: 'stolen_card' },
  chargeDeclinedExpiredCard: { code: 'expired_card', declineCode: null },
  chargeDeclinedIncorrectCvc: { code: 'incorrect_cvc', declineCode: null },
  chargeDeclinedProcessingError: { code: 'processing_error', declineCode: null },
  threeDSecureRequiredChargeDeclined: { code: 'card_declined', declineCode: 'generic_decline' },
};

export function declineOf(card: string): Decline | undefined {
  const match = /^pm_card_(?:visa_|mastercard_)?(\w+)$/.exec(card);
  return match?.[1] !== undefined && Object.hasOwn(declines, match[1])
    ? declines[match[1]]
    : undefined;
}

export function isTestCard(name: string): boolean {
  return goodCards.has(name) || challengedAlways.has(name) || declineOf(name) !== undefined;
}

/** Whether its bank asks for the person; whoever asks for a challenge gets one of a good card. */
export function isChallenged(card: string, isSetUp: boolean, asked: boolean): boolean {
  if (challengedAlways.has(card)) return true;
  if (card === challengedUntilSetUp && !isSetUp) return true;
  return asked && goodCards.has(card);
}

/** Whether it can be stored for later: a card that is declined is so at once. */
export function setupDeclineOf(card: string): Decline | undefined {
  return challengedAlways.has(card) ? undefined : declineOf(card);
}

export function wireCard(card: string): object {
  const brand = card.includes('amex')
    ? 'amex'
    : card.includes('mastercard')
      ? 'mastercard'
      : 'visa';
  return {
    brand,
    checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: 'pass' },
    country: 'DE',
    exp_month: 12,
    exp_year: new Date().getUTCFullYear() + 3,
    fingerprint: 'sandbox',
    funding: 'credit',
    generated_from: null,
    last4: { amex: '8431', mastercard: '4444', visa: '4242' }[brand],
    networks: { available: [brand], preferred: null },
    three_d_secure_usage: { supported: true },
    wallet: null,
  };
}
