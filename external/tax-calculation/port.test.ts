import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { openSandbox, type OpenSandbox } from '../sandbox/sandbox-for-tests.ts';
import { calculateTaxResultSchema, type CalculateTaxRequest, type TaxCalculation } from './port.ts';
import { stripeTax } from './stripe-tax/index.ts';

let sandbox: OpenSandbox;
let tax: TaxCalculation;
beforeAll(async () => {
  sandbox = await openSandbox();
  tax = stripeTax.inSandbox(sandbox, 2_000);
});
afterAll(async () => {
  await tax.close();
  await sandbox.close();
});
afterEach(() => sandbox.clearFaults());

const line = (changes: Partial<CalculateTaxRequest['lines'][number]> = {}) => ({
  reference: 'a',
  amountMinor: 10_000,
  quantity: 2,
  taxClass: 'standard',
  taxBehavior: 'exclusive' as const,
  ...changes,
});

function quote(country: string, changes: Partial<CalculateTaxRequest> = {}): CalculateTaxRequest {
  return {
    reference: randomUUID(),
    currency: 'EUR',
    customerAddress: { line1: 'Weg 1', city: 'Ort', postalCode: '10115', country },
    lines: [line()],
    shippingMinor: 0,
    ...changes,
  };
}

const california = { line1: '1 St', city: 'LA', postalCode: '90001', country: 'US', region: 'CA' };

test.each<[string, CalculateTaxRequest, object]>([
  ['on top in Germany', quote('DE'), { taxExclusiveMinor: 1_900, totalMinor: 11_900 }],
  [
    'reduced in Germany',
    quote('DE', { lines: [line({ taxClass: 'reduced' })] }),
    { taxExclusiveMinor: 700 },
  ],
  [
    'contained',
    quote('DE', { lines: [line({ taxBehavior: 'inclusive' })] }),
    { taxInclusiveMinor: 1_597, totalMinor: 10_000 },
  ],
  [
    'of shipping',
    quote('FR', { lines: [line()], shippingMinor: 1_000 }),
    { taxExclusiveMinor: 2_200 },
  ],
  [
    'for the exempt',
    quote('DE', { customerExempt: true }),
    { taxExclusiveMinor: 0, totalMinor: 10_000 },
  ],
  [
    'for zero-rated',
    quote('DE', { lines: [line({ taxClass: 'zero' })] }),
    { taxExclusiveMinor: 0 },
  ],
  ['in California', { ...quote('US'), customerAddress: california }, { taxExclusiveMinor: 825 }],
])('tax %s', async (_where, request, expected) => {
  const result = calculateTaxResultSchema.parse(await tax.calculate(request));
  expect(result).toMatchObject({ status: 'calculated', ...expected });
});

test.each<[string, CalculateTaxRequest]>([
  ['customer_tax_location_invalid', quote('US')],
  ['tax_class_unknown', quote('DE', { lines: [line({ taxClass: 'mystery' })] })],
])('is refused: %s', async (code, request) => {
  expect(await tax.calculate(request)).toMatchObject({ status: 'refused', code });
});

test('sums of parts are the totals, whatever is asked', async () => {
  const asked = fc.record({
    country: fc.constantFrom('DE', 'FR', 'GB', 'CA', 'JP', 'BR'),
    region: fc.constantFrom('BC', 'ON', undefined),
    shippingMinor: fc.integer({ min: 0, max: 100_000 }),
    lines: fc.array(
      fc.record({
        amountMinor: fc.integer({ min: 0, max: 10_000_000 }),
        quantity: fc.integer({ min: 1, max: 99 }),
        taxClass: fc.constantFrom('standard', 'reduced', 'zero'),
        taxBehavior: fc.constantFrom('inclusive' as const, 'exclusive' as const),
      }),
      { minLength: 1, maxLength: 12 },
    ),
  });
  await fc.assert(
    fc.asyncProperty(asked, async ({ country, region, shippingMinor, lines }) => {
      const request = quote(country, {
        shippingMinor,
        lines: lines.map((entry, index) => ({ ...entry, reference: `line-${index}` })),
      });
      request.customerAddress.region = region;
      const result = calculateTaxResultSchema.parse(await tax.calculate(request));
      if (result.status !== 'calculated') throw new Error(JSON.stringify(result));
      for (const part of [...result.lines, result.shipping]) {
        const shares = part.shares.reduce((total, share) => total + share.taxMinor, 0);
        expect(shares).toBe(part.taxMinor);
        expect(part.taxMinor).toBeGreaterThanOrEqual(0);
      }
    }),
    { numRuns: 60 },
  );
});

test.each([
  ['html', 'invalid_answer'],
  ['truncated', 'invalid_answer'],
  ['other_amount', 'amount_mismatch'],
  ['other_currency', 'currency_mismatch'],
] as const)('%s is unknown for %s', async (kind, reason) => {
  await sandbox.fault({ system: 'tax', kind });
  expect(await tax.calculate(quote('DE'))).toMatchObject({ status: 'unknown', reason });
});

/** The service behind one that changes what it answers. */
async function withAnswers(
  change: (answer: Answer) => object,
  run: (tax: TaxCalculation) => Promise<void>,
) {
  const between = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const headers = {
        authorization: String(incoming.headers.authorization),
        'content-type': String(incoming.headers['content-type']),
      };
      const body = Buffer.concat(chunks).toString();
      void fetch(sandbox.httpUrl + incoming.url, { method: 'POST', headers, body })
        .then((response) => response.json())
        .then((answer) => outgoing.end(JSON.stringify(change(answer as Answer))));
    });
  });
  await new Promise<void>((resolve) => between.listen(0, '127.0.0.1', resolve));
  const { port } = between.address() as AddressInfo;
  const changed = stripeTax.inSandbox({ ...sandbox, httpUrl: `http://127.0.0.1:${port}` }, 2_000);
  await run(changed);
  await changed.close();
  between.close();
}

interface Answer {
  readonly amount_total: number;
  readonly line_items: { readonly data: readonly object[] };
}

test('totals that are no sums of their parts are not believed', () =>
  withAnswers(
    (answer) => ({ ...answer, amount_total: answer.amount_total + 1 }),
    async (lying) => {
      expect(await lying.calculate(quote('DE'))).toMatchObject({
        reason: 'amount_mismatch',
        detail: 'totals',
      });
    },
  ));

test.each([
  ['reverse_charge', 'reverse_charge'],
  ['customer_exempt', 'exempt'],
  ['zero_rated', 'zero'],
  ['not_collecting', 'outside'],
  ['a_reason_of_next_year', undefined],
])('%s is told as the reason %s for no tax', async (taxability, reason) => {
  const untaxed = {
    amount: 0,
    taxable_amount: 0,
    jurisdiction: { country: 'BR', display_name: 'Brazil' },
    tax_rate_details: { percentage_decimal: '0.0', tax_type: 'vat' },
    taxability_reason: taxability,
  };
  const explained = (answer: Answer) => {
    const data = answer.line_items.data.map((item) => ({ ...item, tax_breakdown: [untaxed] }));
    return { ...answer, line_items: { ...answer.line_items, data } };
  };
  await withAnswers(explained, async (explaining) => {
    const result = calculateTaxResultSchema.parse(await explaining.calculate(quote('BR')));
    if (result.status !== 'calculated') throw new Error(JSON.stringify(result));
    expect(result.lines[0]!.shares.map((share) => share.reason)).toEqual([reason]);
  });
});
