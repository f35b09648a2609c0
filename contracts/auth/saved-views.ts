import { z } from 'zod';
import { command, failure, query } from '#kernel/contract.ts';
import { id, pageOf, text, timestamp } from '../shapes.ts';
import { ofKind } from '../text-kinds.ts';

/** Most views of one member of the staff, of all pages together. */
export const savedViewLimit = 100;
const stateLimit = 4_000;

const pageName = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/)
  .meta({ description: 'Which page it is a view of', examples: ['orders'] });
const label = ofKind('label', z.string().max(500));
const stateKey = z.string().regex(/^[A-Za-z][\w.-]{0,59}$/);
const isShort = (state: object) => JSON.stringify(state).length <= stateLimit;
const stateExample = { fulfillmentState: 'unfulfilled', sort: 'placedAt_ascending' };

/** Filters, the order, columns and their widths: what the page writes into its own address. */
const state = z
  .record(stateKey, z.union([label, z.number(), z.boolean(), z.null(), z.array(label).max(100)]))
  .refine(isShort, `At most ${stateLimit} characters as JSON.`)
  .meta({
    description:
      'What the page is asked with, by name: filters, the order, columns. The shop keeps it as it is',
    examples: [stateExample],
  });

export const savedView = z
  .strictObject({
    viewId: id,
    page: pageName,
    name: z.string(),
    state: z.record(z.string(), z.unknown()).meta({ examples: [stateExample] }),
    isDefault: z.boolean().optional(),
    createdAt: timestamp,
    updatedAt: timestamp,
  })
  .meta({ id: 'SavedView' });

const name = text(60).meta({ examples: ['To pack today'] });
/** One view of a page is its default: another one that is so is it no more. */
const isDefault = z.boolean().optional().meta({ description: 'Whether the page opens with it' });
const viewId = z.strictObject({ viewId: id });
const ofStaff = { access: 'owner' } as const;
/** Customers, guests and API keys keep no views. */
const staff_account_required = failure('forbidden');
const saved_view_not_found = failure('not_found');
const saved_view_name_taken = failure('conflict');

/** Operations of auth about the views of lists that a member of the staff keeps with the account. */
export const savedViewOperations = {
  /** One's own, of one page or of all, in the order of their names. */
  listSavedViews: query({
    ...ofStaff,
    input: z.strictObject({ page: pageName.optional() }),
    output: pageOf(savedView),
    failures: { staff_account_required },
  }),
  /** A name stands once on a page, however it is spelled in small and capital letters. */
  createSavedView: command({
    ...ofStaff,
    idempotency: 'key',
    input: z.strictObject({ page: pageName, name, state, isDefault }),
    output: savedView,
    failures: {
      staff_account_required,
      saved_view_name_taken,
      saved_view_limit_reached: failure('conflict', z.strictObject({ limit: z.int() })),
    },
  }),
  /** What is left out stays; a state replaces the one of before. */
  updateSavedView: command({
    ...ofStaff,
    idempotency: 'natural',
    input: viewId.extend({ name: name.optional(), state: state.optional(), isDefault }),
    output: savedView,
    failures: { staff_account_required, saved_view_not_found, saved_view_name_taken },
  }),
  removeSavedView: command({
    ...ofStaff,
    idempotency: 'natural',
    input: viewId,
    output: z.strictObject({}),
    failures: { staff_account_required, saved_view_not_found },
  }),
};
