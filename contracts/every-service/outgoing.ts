import { z } from 'zod';
import { command, failure, query } from '#kernel/contract.ts';
import type { StaffPermission } from '#kernel/actor.ts';
import { amountMinor, currencyCode } from '#kernel/money.ts';
import { open } from '#kernel/open-values.ts';
import { id, pageOf, timestamp } from '../shapes.ts';

/**
 * What goes outside may wait for a few seconds, so that whoever asked for it can take it back. Promised
 * by the services that own such commands. Schemas only.
 */

export const outgoingState = z.enum(['waiting', 'started', 'undone', 'refused']);
const openOutgoingState = open(outgoingState, { unknownAs: 'started' });
const outgoingKind = z.enum(['refund', 'cancellation', 'message', 'answer']);
const openOutgoingKind = open(outgoingKind, { unknownAs: 'message' });

/** `waitSeconds` of a command: nothing waits unless it is asked for. */
export const mayWait = {
  waitSeconds: z
    .int()
    .min(0)
    .max(30)
    .optional()
    .meta({
      description:
        'For so long it waits and can be undone; then it goes out, whoever is there. Without it, or with 0, it goes out at once',
      examples: [5],
    }),
};

/** A version before would drop `waitSeconds`, and what can be undone would go out at once. */
export const waitsSinceVersion2 = { version: 2, raisedFor: ['waitSeconds'] } as const;

export const outgoingShape = z
  .strictObject({
    outgoingId: id,
    kind: openOutgoingKind,
    /** The order, the message or the ticket that it is of. */
    subjectId: id,
    state: openOutgoingState.meta({
      description:
        '`refused`: it could not be done any more when its time came; `refusal` says why',
    }),
    version: z.int().meta({ description: 'For `If-Match` of the undo' }),
    askedBy: id.meta({ description: 'The member of the staff, or the API key' }),
    askedAt: timestamp,
    startsAt: timestamp,
    /** Of a refund. */
    amountMinor: amountMinor.nullable(),
    currency: currencyCode.nullable(),
    words: z.string().nullable().meta({
      description:
        'The reason, or what is to be sent; while it waits, and for a day where it was refused or undone',
    }),
    refusal: z.string().nullable(),
  })
  .meta({ id: 'Outgoing', description: 'What was asked for and waits before it goes out' });

/** A reply that says what waits, where it does. */
export const whatWaits = { outgoing: outgoingShape.optional() };

/** Something else of the same thing waits to go out: it is undone first, or let go. */
export const outgoing_waits = failure(
  'conflict',
  z.strictObject({ outgoingId: id, kind: openOutgoingKind, startsAt: timestamp }),
);

/** What waits, and what was refused in the last hour: of a thing, or what the asker asked for. */
export function listOutgoing(access: StaffPermission) {
  return query({
    access,
    input: z.strictObject({
      subjectId: id.optional().meta({
        description: 'All of this order, message or ticket; without it what the asker asked for',
      }),
    }),
    output: pageOf(outgoingShape),
  });
}

/** Wins or loses exactly against the start; what is undone already is answered as it is. */
export function undoOutgoing<const Right extends StaffPermission>(access: Right) {
  return command({
    scope: 'thing',
    access,
    idempotency: 'natural',
    input: z.strictObject({ outgoingId: id, expectedVersion: z.int().optional() }),
    output: outgoingShape,
    failures: {
      outgoing_not_found: failure('not_found'),
      /** Too late. */
      outgoing_state_conflict: failure('conflict', z.strictObject({ state: openOutgoingState })),
      version_conflict: failure('conflict', z.strictObject({ version: z.int() })),
    },
  });
}
