import { z } from 'zod';
import { command, failure, query } from '#kernel/contract.ts';
import { open } from '#kernel/open-values.ts';
import { page, pageFailures, pageOf, id, timestamp } from '../../shapes.ts';
import { ofKind } from '../../text-kinds.ts';
import { importLimits } from './limits.ts';

/** Product files that a shop imports by itself. Schemas only. */

const importState = z.enum([
  'uploading',
  'checking',
  'checked',
  'running',
  'stopped',
  'failed',
  'done',
]);
export const importStates = importState.options;

/** What was done, or would be where it was only checked. */
const totals = z
  .strictObject({
    created: z.int(),
    updated: z.int(),
    unchanged: z.int(),
    variants: z.int(),
    quantities: z.int().meta({ description: 'Counts of stock that the file says' }),
    movements: z.int().meta({ description: 'Counts that changed what is on hand' }),
    rejected: z.int(),
    fitted: z.int().meta({ description: 'Changes by which something could be taken' }),
  })
  .meta({ id: 'ProductImportTotals' });

/** A product as the file was understood. */
export const understoodProduct = z
  .strictObject({
    line: z.int(),
    handle: z.string(),
    title: z.string(),
    vendor: z.string(),
    status: z.string(),
    variants: z.int(),
    sku: z.string().nullable().meta({ description: 'Of its first variant' }),
    priceMinor: z.int().nullable().meta({ description: 'Of its first variant' }),
    quantity: z
      .int()
      .nullable()
      .meta({ description: 'Of all variants; null where the file says none' }),
  })
  .meta({ id: 'UnderstoodProduct' });

const refusal = z
  .strictObject({ line: z.int(), reason: z.string(), detail: z.string(), suggestion: z.string() })
  .meta({ id: 'ProductFileRefusal' });

/** What reading said of the file as a whole. */
export const understood = z.strictObject({
  products: z.array(understoodProduct),
  ignoredColumns: z.array(z.string()),
  refusal: refusal.nullable(),
});

export const productImport = z
  .strictObject({
    importId: id,
    fileName: z.string(),
    bytes: z.int(),
    received: z.int().meta({ description: 'Bytes that are there from the beginning on' }),
    sha256: z.string(),
    channel: z.string().meta({ description: 'Prices are for it' }),
    stock: z.boolean(),
    pictures: z.boolean(),
    state: open(importState, { unknownAs: 'running' }).meta({
      description:
        '`checked`: `totals` say what would be. `stopped` and `failed` can be run again and go on where they were',
    }),
    aim: open(z.enum(['check', 'run', 'other']), { unknownAs: 'other' })
      .nullable()
      .meta({ description: 'What was asked of it last: what was stopped goes on by the same' }),
    problem: z
      .string()
      .nullable()
      .meta({ description: 'Why it failed', examples: [null] }),
    currency: z.string().nullable(),
    lines: z.int().meta({ description: 'Of the file, as far as it was read last' }),
    linesInAll: z.int().nullable().meta({ description: 'Once they were counted' }),
    totals,
    understood: understood.nullable(),
    startedBy: z.string().nullable().meta({ description: 'Id of who had it checked or run last' }),
    createdAt: timestamp,
    finishedAt: timestamp.nullable(),
    version: z.int(),
  })
  .meta({ id: 'ProductImport' });

const outcomeKind = z.enum(['created', 'updated', 'changed', 'left_out']);
export const importOutcomeRow = z
  .strictObject({
    line: z.int(),
    outcome: open(outcomeKind, { unknownAs: 'changed' }).meta({
      description:
        '`created` and `updated` tell of products; `changed` what was made to fit, `left_out` what was refused',
    }),
    handle: z.string().nullable(),
    sku: z.string().nullable(),
    field: z.string().nullable().meta({ description: 'Or the heading of the column' }),
    reason: z.string().nullable(),
    given: z.string().nullable(),
    kept: z.string().nullable(),
    message: z.string().nullable(),
  })
  .meta({ id: 'ProductImportOutcome' });

const one = z.strictObject({ importId: id });
const notFound = { import_not_found: failure('not_found') };
const movesOnly = {
  ...notFound,
  import_in_other_state: failure('conflict', z.strictObject({ state: z.string() })),
};
const complete = {
  ...movesOnly,
  upload_incomplete: failure('conflict', z.strictObject({ received: z.int() })),
  digest_mismatch: failure('invalid'),
  stock_not_permitted: failure('forbidden'),
};

const reads = { access: 'catalog:read' } as const;
const writes = { access: 'catalog:write', scope: 'channel' } as const;

const partBase64 = ofKind(
  'code',
  z
    .string()
    .min(4)
    .max(4 * Math.ceil(importLimits.partBytes / 3)),
);

/**
 * A file comes in parts and rests in the shop with its report. It is checked, which writes nothing, and
 * run: both go on by themselves, whoever listens, and after a crash where they were.
 */
export const importPromises = {
  beginProductImport: command({
    ...writes,
    idempotency: 'key',
    input: z.strictObject({
      fileName: ofKind('code', z.string().trim().min(1).max(200)).meta({
        examples: ['products.csv'],
      }),
      bytes: z.int().min(1).max(importLimits.fileBytes),
      sha256: z
        .string()
        .regex(/^[0-9a-f]{64}$/)
        .meta({
          description: 'SHA-256 of the whole file, in lower-case hexadecimal',
          examples: ['9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'],
        }),
      stock: z
        .boolean()
        .default(false)
        .meta({ description: 'Whether its quantities are counted as stock' }),
      pictures: z
        .boolean()
        .default(false)
        .meta({ description: 'Whether the shop fetches its pictures and keeps them' }),
    }),
    output: productImport,
    failures: {
      stock_not_permitted: failure('forbidden'),
      channel_not_found: failure('not_found'),
      too_many_uploads: failure('conflict', z.strictObject({ limit: z.int() })),
    },
  }),
  /** The same part once more changes nothing; parts may come in any order. */
  putProductImportPart: command({
    ...writes,
    idempotency: 'natural',
    input: one.extend({
      offset: z.int().min(0).max(importLimits.fileBytes).multipleOf(importLimits.partBytes),
      partBase64,
    }),
    output: productImport,
    failures: { ...movesOnly, part_misplaced: failure('invalid') },
  }),
  /** Reads and plans all of it, and writes nothing. */
  checkProductImport: command({
    ...writes,
    idempotency: 'natural',
    input: one,
    output: productImport,
    failures: complete,
  }),
  runProductImport: command({
    ...writes,
    idempotency: 'natural',
    input: one,
    output: productImport,
    failures: complete,
  }),
  /** What is in stays in. */
  stopProductImport: command({
    ...writes,
    idempotency: 'natural',
    input: one,
    output: productImport,
    failures: movesOnly,
  }),
  getProductImport: query({ ...reads, input: one, output: productImport, failures: notFound }),
  listProductImports: query({
    ...reads,
    input: page,
    output: pageOf(productImport),
    failures: pageFailures,
  }),
  listProductImportOutcomes: query({
    ...reads,
    input: page.extend({
      importId: id,
      outcome: outcomeKind.optional(),
    }),
    output: pageOf(importOutcomeRow),
    failures: { ...notFound, ...pageFailures },
  }),
  /** A part of what it left behind; `next` is null with the last one. */
  getProductImportPart: query({
    ...reads,
    input: one.extend({
      file: z.enum(['report', 'refused']),
      after: z.int().min(0).default(0),
    }),
    output: z.strictObject({ text: z.string(), next: z.int().nullable() }),
    failures: notFound,
  }),
};
