import { z } from 'zod';
import { command, failure, query } from '#kernel/contract.ts';
import { open } from '#kernel/open-values.ts';
import { codeText, id, pageOf, timestamp } from '../shapes.ts';
import { certificate, exemptionReason, knownExemption } from '../tax-exemption.ts';

const customerId = z.strictObject({ customerId: id });
const notFound = { customer_not_found: failure('not_found') };
const reference = codeText(300)
  .nullable()
  .meta({ description: 'Where the certificate itself is kept', examples: ['Folder 12, page 3'] });

export const taxExemption = z
  .strictObject({
    exemptionId: id,
    reason: open(exemptionReason, { unknownAs: 'other' }),
    ...certificate,
    reference,
    recordedBy: z.string(),
    recordedAt: timestamp,
    endedAt: timestamp.nullable().meta({ description: 'When staff ended it; it is kept' }),
  })
  .meta({ id: 'TaxExemption' });

/** Certificates by which a customer buys without tax. Only staff record them. */
export const exemptionPromises = {
  /** Newest first, ended ones too. */
  listTaxExemptions: query({
    access: 'customers:read',
    input: customerId,
    output: pageOf(taxExemption),
    failures: notFound,
  }),
  addTaxExemption: command({
    scope: 'thing',
    access: 'customers:write',
    idempotency: 'key',
    input: customerId.extend({
      reason: exemptionReason,
      ...certificate,
      validUntil: certificate.validUntil.default(null),
      reference: reference.default(null),
    }),
    output: taxExemption,
    failures: {
      ...notFound,
      exemption_period_invalid: failure('invalid'),
      too_many_exemptions: failure('conflict'),
    },
  }),
  /** What is bought from now on is taxed; orders that were placed stay as they are. */
  endTaxExemption: command({
    scope: 'thing',
    access: 'customers:write',
    idempotency: 'natural',
    input: customerId.extend({ exemptionId: id }),
    output: z.strictObject({}),
    failures: { ...notFound, exemption_not_found: failure('not_found') },
  }),
} as const;

/** Certificates that were not ended, as they are now. */
export const exemptionEvents = {
  'customer.exemption_changed': {
    version: 1,
    data: customerId.extend({ exemptions: z.array(knownExemption) }),
  },
} as const;
