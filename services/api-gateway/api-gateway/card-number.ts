/**
 * Card data never reaches us: whatever holds 13 to 19 digits that pass the Luhn check is refused.
 * UUIDs are ours. One in ten of all long numbers passes the check by chance: the number under a bar
 * code as a SKU must also begin as cards do, and a phone number written with its country is none.
 */
const digitRun = /(?<![0-9A-Za-z])[0-9](?:[ -]?[0-9]){12,18}(?![0-9A-Za-z])/g;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const barcodeFields = new Set(['sku', 'skus', 'barcode', 'gtin']);
/** `+49 …`, at most the 15 digits of E.164, or with leading zeros, which no card has. */
const phoneForm = /^(?:\+[1-9](?:[ -]?\d){1,14}|0(?:[ -]?\d){1,17})$/;
const issuerPrefix = /^(?:4(?:.{12}|.{15}|.{18})|(?:5[1-5]|2[2-7]|6[05])\d{14}|3[47]\d{13})$/;

export function looksLikeCardNumber(value: string | number, field: string): boolean {
  if (typeof value === 'number') {
    return value >= 1e12 && Number.isSafeInteger(value) && passesLuhn(String(value));
  }
  if (value.length < 13 || uuid.test(value)) return false;
  if (field === 'phone' && phoneForm.test(value.trim())) return false;
  for (const [run] of value.matchAll(digitRun)) {
    const digits = run.replaceAll(/[ -]/g, '');
    if (!passesLuhn(digits)) continue;
    if (!barcodeFields.has(field) || issuerPrefix.test(digits)) return true;
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
