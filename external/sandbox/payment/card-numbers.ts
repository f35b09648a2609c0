/** Stripe's test numbers, by the test card that they stand for. */
const cards: Readonly<Record<string, string>> = {
  '4242424242424242': 'pm_card_visa',
  '5555555555554444': 'pm_card_mastercard',
  '378282246310005': 'pm_card_amex',
  '3566002020360505': 'pm_card_jcb',
  '4000000000007726': 'pm_card_pendingRefund',
  '4000002500003155': 'pm_card_authenticationRequiredOnSetup',
  '4000002760003184': 'pm_card_authenticationRequired',
  '4000000000003220': 'pm_card_threeDSecure2Required',
  '4000000000003063': 'pm_card_threeDSecureRequired',
  '4000008400001629': 'pm_card_threeDSecureRequiredChargeDeclined',
  '4000000000000002': 'pm_card_visa_chargeDeclined',
  '4000000000009995': 'pm_card_visa_chargeDeclinedInsufficientFunds',
  '4000000000009987': 'pm_card_visa_chargeDeclinedLostCard',
  '4000000000009979': 'pm_card_visa_chargeDeclinedStolenCard',
  '4000000000000069': 'pm_card_chargeDeclinedExpiredCard',
  '4000000000000127': 'pm_card_chargeDeclinedIncorrectCvc',
  '4000000000000119': 'pm_card_chargeDeclinedProcessingError',
};

export interface TypedCard {
  readonly number: string;
  /** `MM / YY` */
  readonly expiry: string;
  readonly cvc: string;
}

export type WrongCard = {
  readonly wrong: 'number' | 'expiry' | 'cvc';
  readonly code: string;
  readonly message: string;
};

/** The test card that somebody typed, or what is wrong with it, in Stripe's words. */
export function cardTyped(
  { number, expiry, cvc }: TypedCard,
  now = new Date(),
): { readonly card: string } | WrongCard {
  const digits = number.replaceAll(/[\s-]/g, '');
  if (!/^\d{12,19}$/.test(digits)) {
    const code = digits.length < 12 ? 'incomplete_number' : 'invalid_number';
    const message =
      digits.length < 12 ? 'Your card number is incomplete.' : 'Your card number is invalid.';
    return { wrong: 'number', code, message };
  }
  if (!hasCheckDigit(digits)) {
    return { wrong: 'number', code: 'invalid_number', message: 'Your card number is invalid.' };
  }
  const date = /^(\d{1,2})\s*\/\s*(?:20)?(\d{2})$/.exec(expiry.trim());
  const [month, year] = [Number(date?.[1]), 2_000 + Number(date?.[2])];
  if (!date || month < 1 || month > 12) {
    const message = 'Your card’s expiration date is incomplete.';
    return { wrong: 'expiry', code: 'incomplete_expiry', message };
  }
  if (Date.UTC(year, month) <= now.getTime()) {
    const message = 'Your card’s expiration year is in the past.';
    return { wrong: 'expiry', code: 'invalid_expiry_year_past', message };
  }
  if (!/^\d{3,4}$/.test(cvc.trim())) {
    const message = 'Your card’s security code is incomplete.';
    return { wrong: 'cvc', code: 'incomplete_cvc', message };
  }
  const card = cards[digits];
  if (card !== undefined) return { card };
  const message =
    'Your card was declined. Your request was in test mode, but used a non test card.';
  return { wrong: 'number', code: 'card_declined', message };
}

/** As ISO/IEC 7812-1 computes it. */
function hasCheckDigit(digits: string): boolean {
  const sum = digits
    .split('')
    .toReversed()
    .reduce((before, digit, at) => {
      const value = Number(digit) * (at % 2 === 1 ? 2 : 1);
      return before + (value > 9 ? value - 9 : value);
    }, 0);
  return sum % 10 === 0;
}
