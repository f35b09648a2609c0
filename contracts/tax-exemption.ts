import { z } from 'zod';
import { ofKind } from './text-kinds.ts';

/** Why a customer pays no tax, and on whose paper. Schemas only. */

export const exemptionReason = z.enum([
  'resale',
  'government',
  'diplomatic',
  'nonprofit',
  'education',
  'other',
]);

const id = z.uuid();
const day = z.iso.date();

export const certificate = {
  certificateNumber: ofKind('code', z.string().trim().min(1).max(80)).meta({
    examples: ['EX-2026-0815'],
  }),
  issuedBy: ofKind('written', z.string().trim().min(1).max(200)).meta({
    description: 'The authority',
    examples: ['Finanzamt Hamburg-Mitte'],
  }),
  places: z
    .array(z.string().regex(/^[A-Z]{2}(?:-[A-Z0-9]{1,3})?$/))
    .min(1)
    .max(100)
    .meta({
      description: 'Where it counts: countries, or regions such as US-NY',
      examples: [['DE']],
    }),
  validFrom: day.meta({ description: 'Its first day', examples: ['2026-01-01'] }),
  validUntil: day
    .nullable()
    .meta({ description: 'Its last day; null: until it is ended', examples: ['2027-12-31'] }),
} as const;

/** A certificate as whoever quotes has to know it. */
export const knownExemption = z.strictObject({
  exemptionId: id,
  reason: z.string(),
  ...certificate,
});
export type KnownExemption = z.infer<typeof knownExemption>;

/** As it is frozen with what was bought under it. */
export const appliedExemption = knownExemption
  .pick({ exemptionId: true, reason: true, certificateNumber: true, issuedBy: true })
  .meta({ id: 'AppliedTaxExemption' });

const vatId = z
  .string()
  .max(24)
  .meta({
    description: 'The buyer’s VAT number, without spaces and signs',
    examples: ['DE123456789'],
  });

/** What is frozen of the buyer that concerns tax; absent where there is none. */
export const buyerTax = { taxExemption: appliedExemption.optional(), vatId: vatId.optional() };

/** As a person gives it; null takes away what was said before. */
export const givenVatId = ofKind('code', z.string().trim().min(1).max(40))
  .nullable()
  .optional()
  .meta({
    description: 'The buyer’s VAT number, printed on the invoice; it begins with its country',
    examples: ['DE 123 456 789'],
  });
