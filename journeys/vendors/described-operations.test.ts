import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import {
  describedOperations,
  type DescribedOperation,
} from '#external/sandbox/operations-for-tests.ts';
import type { Shape } from '#external/sandbox/wire/wire-shape.ts';
import { vendorFileOf, vendorFilesAreThere } from './check-exchanges.ts';
import type { Schema, VendorFile } from './vendor-file.ts';
import { differences, namesIn, shapeOfSchema } from './vendor-shape.ts';

/** What our descriptions say differently on purpose. */
const reasons: readonly (readonly [RegExp, string])[] = [
  [
    /metadata\.\* has up to undefined letters, not 500$|Body has up to undefined letters, not 1600$/,
    'the file tells this length in its text alone',
  ],
  [
    /(installments\.plan\.(count|interval)|wechat_pay\.client) is required$/,
    'required by the file of 2023, and no more by Stripe’s package',
  ],
  [
    /^sms POST .*\/\{Sid\}\.json: Body can be emptied$/,
    'the file tells in its text alone that the words are taken away by an empty text',
  ],
  [
    /^fraud .*: device(\.ip_address)? is required by us alone$/,
    'the file tells in its text alone that this is required',
  ],
  [
    /^carrier .*\.country_code is required by us alone$/,
    'ShipEngine’s file joins an address of which nothing is required with one that requires this',
  ],
  [
    /^carrier POST \/v1\/rates: (shipment_id is required|rate_options is required by us alone)$/,
    'the sandbox keeps no shipments: a question for rates tells its own',
  ],
  [
    /^carrier .*shipment\.(ship_from|packages) is required by us alone$/,
    'the sandbox keeps no warehouses, and needs a weight',
  ],
  [
    /^carrier POST \/v1\/rates: shipment\.(carrier_id|service_code) is required$/,
    'the file requires of a question for rates what only its answer can say',
  ],
];

/** Stripe's file is of 2023: what its package knows and the file does not is newer. */
const packageTexts = [
  'PaymentIntents',
  'Refunds',
  'Tax/Calculations',
  'Tax/Transactions',
  'Customers',
  'PaymentMethods',
  'SetupIntents',
  'Checkout/Sessions',
].map((name) =>
  readFileSync(
    fileURLToPath(import.meta.resolve('stripe')).replace(/[^/]*$/, `resources/${name}.d.ts`),
    'utf8',
  ),
);

function reasonOf(finding: string): string | undefined {
  const named = /[.\s]([\w-]+)(\[\])? is not in the file$|may not be (\S+) by the file$/.exec(
    finding,
  );
  if (/^(payment|tax) /.test(finding) && named !== null) {
    const [, name, , word] = named;
    const form = name === undefined ? `'${word}'` : `\n\\s+${name}\\??: `;
    if (packageTexts.some((text) => new RegExp(form).test(text))) {
      return 'newer than Stripe’s file, and in Stripe’s package';
    }
  }
  return reasons.find(([form]) => form.test(finding))?.[1];
}

test('the sandbox takes what the vendors’ files say that their vendors take', () => {
  if (!vendorFilesAreThere()) {
    process.stdout.write(
      'No requests were compared: the vendors’ files are not beside the project.\n',
    );
    return;
  }
  const counts: Record<string, number> = {};
  const excused: Record<string, number> = {};
  const findings: string[] = [];
  for (const operation of describedOperations) {
    const { system, method, place, shape } = operation;
    const theirs = wantedByVendor(vendorFileOf(system), operation);
    counts[system] = (counts[system] ?? 0) + namesIn(theirs);
    for (const one of differences(shape, theirs)) {
      const finding = `${system} ${method} ${place}: ${one}`;
      const reason = reasonOf(finding);
      if (reason === undefined) findings.push(finding);
      else excused[reason] = (excused[reason] ?? 0) + 1;
    }
  }
  process.stdout.write(`Names compared with vendors' files: ${JSON.stringify(counts)}.\n`);
  process.stdout.write(`Different on purpose: ${JSON.stringify(excused)}.\n`);
  expect(findings).toEqual([]);
});

function wantedByVendor(file: VendorFile, { method, place, at }: DescribedOperation): Shape {
  const operation = file.operation(place, method);
  if (operation === undefined) throw new Error(`${method} ${place} is not in the vendor's file`);
  const resolved = (part: Schema): Schema =>
    typeof part['$ref'] === 'string' ? file.resolve(part['$ref']) : part;
  if (at === 'query') {
    const parameters = (operation.parameters ?? []).map(resolved);
    const asked = parameters.filter((one) => one['in'] === 'query');
    return shapeOfSchema(file, {
      type: 'object',
      properties: Object.fromEntries(asked.map((one) => [String(one['name']), one['schema']])),
      required: asked.filter((one) => one['required'] === true).map((one) => String(one['name'])),
    });
  }
  const content = resolved(operation.requestBody ?? {})['content'] as Record<string, Schema>;
  return shapeOfSchema(file, Object.values(content)[0]!['schema'] as Schema);
}
