import { z } from 'zod';
import { command, failure, query } from '#kernel/contract.ts';
import { open } from '#kernel/open-values.ts';
import { orderId, orderNotFound, orderProof } from './changes.ts';
import {
  codeText,
  email,
  id,
  page,
  pageFailures,
  pageOf,
  quantity,
  sortBy,
  text,
  timestamp,
  updatedSince,
} from '../shapes.ts';

/** `declared` counts once its sender confirmed it; who does not within a day declared nothing. */
export const withdrawalState = z.enum(['declared', 'confirmed', 'closed', 'lapsed']);
const openWithdrawalState = open(withdrawalState, { unknownAs: 'confirmed' });

const withdrawnLine = z
  .strictObject({ lineId: id, quantity })
  .meta({ id: 'WithdrawnLine', description: 'Units of an order’s line that it is about' });
const lines = z.array(withdrawnLine).min(1).max(100);

const name = text(120).meta({ examples: ['Ada Sievers'] });
const note = text(2_000)
  .optional()
  .meta({ description: 'What it is about, where it is not the whole order' });

/** The same whether there is such an order: nobody finds out by it. */
const receipt = z
  .strictObject({
    withdrawalId: id,
    state: openWithdrawalState,
    declaredAt: timestamp,
    receivedAt: timestamp.nullable().meta({
      description: 'When it was confirmed, which is when the shop received it; null before',
    }),
  })
  .meta({ id: 'WithdrawalReceipt' });

export const withdrawalShape = z
  .strictObject({
    withdrawalId: id,
    state: openWithdrawalState,
    channel: z.string(),
    locale: z.string(),
    orderNumber: z.string().meta({ description: 'As it was given' }),
    orderId: id.nullable().meta({ description: 'Null: it fits no order, a person has to look' }),
    email: z.string().meta({ description: 'Where the acknowledgement goes' }),
    name: z.string(),
    lines: lines.nullable().meta({ description: 'Null: the whole order, or what `note` says' }),
    note: z.string().nullable(),
    declaredAt: timestamp,
    receivedAt: timestamp.nullable(),
    acknowledgedAt: timestamp.nullable(),
    closedAt: timestamp.nullable(),
    closingNote: z.string().nullable().meta({ description: 'What was done about it' }),
    updatedAt: timestamp,
  })
  .meta({ id: 'Withdrawal' });

const withdrawalId = z.strictObject({ withdrawalId: id });
const tooMany = { too_many_withdrawals: failure('too_many') };
const notFound = { withdrawal_not_found: failure('not_found') };
const stateConflict = {
  withdrawal_state_conflict: failure('conflict', z.strictObject({ state: openWithdrawalState })),
};

/**
 * Withdrawal from a contract at a distance in two steps: Directive 2011/83/EU, Art. 11a. What is
 * confirmed is acknowledged by mail with its content and the moment of its receipt, and never lost:
 * what fits no order goes to staff.
 */
export const withdrawals = {
  /** Step one, by who has the order's number alone. */
  declareWithdrawal: command({
    access: 'public',
    idempotency: 'key',
    input: z.strictObject({
      orderNumber: codeText(40).meta({ examples: ['K-100042'] }),
      email,
      name,
      note,
    }),
    output: receipt,
    failures: tooMany,
  }),
  /** Step one, by who can show that the order is theirs. */
  declareOrderWithdrawal: command({
    access: 'owner',
    idempotency: 'key',
    input: orderProof.extend({
      email: email.optional().meta({ description: 'The order’s own address unless told' }),
      name: name.optional().meta({ description: 'As the order has it unless told' }),
      lines: lines.optional().meta({ description: 'The whole order unless told' }),
      note,
    }),
    output: receipt,
    failures: {
      ...orderNotFound,
      ...tooMany,
      /** A line that the order does not have, twice the same, or more of it than was ordered. */
      withdrawal_line_invalid: failure('invalid', z.strictObject({ lineId: id, ordered: z.int() })),
    },
  }),
  /** Step two. Again it answers the same. */
  confirmWithdrawal: command({
    access: 'public',
    idempotency: 'natural',
    input: withdrawalId,
    output: receipt,
    failures: { ...notFound, ...stateConflict },
  }),
  /** What staff have to do: in the actor's channels, the newest first. */
  listWithdrawals: query({
    access: 'orders:read',
    input: page.extend({
      state: withdrawalState.optional(),
      match: z
        .enum(['matched', 'unmatched'])
        .optional()
        .meta({ description: '`unmatched`: what fits no order' }),
      orderNumber: text(40)
        .optional()
        .meta({ examples: ['K-100042'] }),
      updatedSince,
      sort: sortBy('declared', 'updated').optional().meta({
        description: '`declared_descending` unless told, `updated_ascending` with `updatedSince`',
      }),
    }),
    output: pageOf(withdrawalShape),
    failures: pageFailures,
  }),
  /** Says of which order it is; the order's address is told. */
  matchWithdrawal: command({
    scope: 'thing',
    access: 'orders:write',
    idempotency: 'natural',
    input: withdrawalId.extend(orderId.shape),
    output: withdrawalShape,
    failures: { ...notFound, ...orderNotFound, ...stateConflict },
  }),
  /** What it asked for was done, or why it was not. */
  closeWithdrawal: command({
    scope: 'thing',
    access: 'orders:write',
    idempotency: 'natural',
    input: withdrawalId.extend({ outcome: text(2_000).meta({ examples: ['Refunded in full'] }) }),
    output: withdrawalShape,
    failures: { ...notFound, ...stateConflict },
  }),
} as const;
