/**
 * Card data never reaches us: whatever holds 13 to 19 digits that pass the Luhn check is refused.
 * UUIDs are ours. A SKU may be the number under a bar code, one in ten of which passes the check
 * too: there it must also begin as cards do.
 */
const digitRun = /(?<![0-9A-Za-z])[0-9](?:[ -]?[0-9]){12,18}(?![0-9A-Za-z])/g;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const barcodeFields = new Set(['sku', 'skus', 'barcode', 'gtin']);
const issuerPrefix = /^(?:4(?:.{12}|.{15}|.{18})|(?:5[1-5]|2[2-7]|6[05])\d{14}|3[47]\d{13})$/;

export function looksLikeCardNumber(value: string | number, field: string): boolean {
  if (typeof value === 'number') {
    return value >= 1e12 && Number.isSafeInteger(value) && passesLuhn(String(value));
  }
  if (value.length < 13 || uuid.test(value)) return false;
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
