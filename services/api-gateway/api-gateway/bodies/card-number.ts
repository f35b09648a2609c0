/**
 * Card data never reaches us: what begins like a card, has its length and passes the Luhn check is
 * refused where people write. One in ten of all long numbers passes that check by chance (bar codes,
 * parcels, tax numbers, times), so it is looked for nowhere else.
 */
const freeText = new Set(
  'note message reason subject name firstName lastName company street street2 city postalCode phone'.split(
    ' ',
  ),
);
/** With a blank, a dot or a dash of any kind between them. */
const digitRun = /(?<![0-9A-Za-z])[0-9](?:(?:[ .\p{Pd}]| {2})?[0-9]){12,18}(?![0-9A-Za-z])/gu;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
/** `+49 …`, at most the 15 digits of E.164, or with leading zeros, which no card has. */
const phoneForm = /^(?:\+[1-9](?:[ -]?\d){1,14}|0(?:[ -]?\d){1,17})$/;
/** What issuers begin with, and how many digits follow. */
const issuers = [
  /^4(?:\d{12}|\d{15}|\d{18})$/,
  /^(?:5[1-5]\d{2}|222[1-9]|22[3-9]\d|2[3-6]\d{2}|27[01]\d|2720)\d{12}$/,
  /^3[47]\d{13}$/,
  /^3(?:0[0-5]|[689]\d)\d{11}$/,
  /^35(?:2[89]|[3-8]\d)\d{12,15}$/,
  /^6(?:011|4[4-9]\d|5\d{2}|2\d{2})\d{12,15}$/,
  /^(?:5018|5020|5038|5893|6304|6759|676[1-3])\d{9,15}$/,
];

/** Whether the text of a field holds a card's number. */
export function holdsCardNumber(value: string, field: string): boolean {
  if (value.length < 13 || !freeText.has(field) || uuid.test(value)) return false;
  if (field === 'phone' && phoneForm.test(value.trim())) return false;
  // NFKC makes digits of full width and every blank plain ones.
  for (const [run] of value.normalize('NFKC').matchAll(digitRun)) {
    const digits = run.replaceAll(/\D/g, '');
    if (passesLuhn(digits) && issuers.some((form) => form.test(digits))) return true;
  }
  return false;
}

function passesLuhn(digits: string): boolean {
  let sum = 0;
  let doubled = false;
  for (let index = digits.length - 1; index >= 0; index -= 1) {
    const digit = digits.charCodeAt(index) - 48;
    const counted = doubled ? digit * 2 : digit;
    sum += counted > 9 ? counted - 9 : counted;
    doubled = !doubled;
  }
  return sum % 10 === 0;
}
