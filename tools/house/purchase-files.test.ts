import { expect, test } from 'vitest';
import { describePurchaseFiles } from './purchase-files.ts';

test('files are told by where they are, behind the door first, and the longest by name', () => {
  const text = describePurchaseFiles([
    { path: 'external/payment-gateway/stripe/stripe.ts', lines: 358 },
    { path: 'services/api-gateway/api-gateway/purchases/complete.ts', lines: 74 },
    { path: 'services/order-processing/payment/ledger.ts', lines: 91 },
    { path: 'services/order-processing/payment/settle.ts', lines: 200 },
  ]);
  expect(text).toMatch(/^files that a completion runs +4$/m);
  expect(text).toMatch(/^of these in services +2$/m);
  expect(text).toMatch(/^at the door +1 {2}services\/api-gateway\/$/m);
  expect(text).toMatch(/^longest of them, lines +358 {2}external\/payment-gateway\/stripe/m);
  expect(text.indexOf('ledger.ts')).toBeLessThan(text.indexOf('complete.ts'));
});
