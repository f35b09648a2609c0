/** A barcode that is a GTIN of 8, 12, 13 or 14 digits with a right check digit (GS1 General Specifications, 7.9); else nothing. */
export function gtinOf(barcode: string): string | undefined {
  if (!/^(?:\d{8}|\d{12,14})$/.test(barcode)) return undefined;
  const digits = Array.from(barcode, Number).toReversed();
  const sum = digits.reduce((total, digit, at) => total + digit * (at % 2 === 0 ? 1 : 3), 0);
  return sum % 10 === 0 ? barcode : undefined;
}
