import { newId } from '#kernel/ids.ts';
import type { BusinessDone } from './planted-business.ts';
import type { Plant } from './plant.ts';

const neverThere = newId();

interface Waiting {
  readonly schema: '"order"' | 'notification' | 'support';
  readonly id: string;
  readonly kind: 'refund' | 'cancellation' | 'message' | 'answer';
  readonly subjectId?: string;
  readonly state: string;
  readonly startsAt?: string;
}

function outgoing(waiting: Waiting): string {
  const { schema, id, kind, state, subjectId = newId(), startsAt = 'kontor_now()' } = waiting;
  return `insert into ${schema}.outgoing (id, kind, subject_id, channel, state, asked_by, starts_at)
    values ('${id}', '${kind}', '${subjectId}', 'default', '${state}', 'planted', ${startsAt});`;
}

const undone = {
  violates: 'I7',
  says: 'what was undone while it waited never went out',
} as const;
const started = { violates: 'I8', says: 'what waited and was started is there, once' } as const;
const answerOf = ({ ticket }: BusinessDone) => ticket.answerId;
const refundOf = ({ refunded }: BusinessDone) => refunded.refundId;

/** What waited before it went out. */
export const outgoingPlants: readonly Plant[] = [
  {
    ...undone,
    how: 'a refund that was undone is paid out all the same',
    subject: refundOf,
    sql: (done) => ({
      order: outgoing({ schema: '"order"', id: refundOf(done), kind: 'refund', state: 'undone' }),
    }),
  },
  {
    ...undone,
    how: 'an answer that still waits was sent',
    subject: answerOf,
    sql: (done) => {
      const startsAt = `kontor_now() + interval '5 seconds'`;
      const waits = { id: answerOf(done), kind: 'answer', state: 'waiting', startsAt } as const;
      return { customer: outgoing({ schema: 'support', ...waits }) };
    },
  },
  {
    ...undone,
    how: 'a cancellation that was undone cancels all the same',
    subject: () => neverThere,
    sql: ({ cancelled: { orderId } }) => {
      const waits = { id: neverThere, kind: 'cancellation', subjectId: orderId } as const;
      return {
        order: `${outgoing({ schema: '"order"', ...waits, state: 'undone' })}
          insert into "order".timeline_entry (order_id, key, at, kind, message, actor, internal, trace_id)
          values ('${orderId}', 'cancelling:${neverThere}', kontor_now(), 'cancellation_requested',
            'planted', 'planted', false, 'none');`,
      };
    },
  },
  {
    ...started,
    how: 'a refund was started and nobody pays it',
    // No member of the staff asked for it.
    also: ['I15'],
    subject: () => neverThere,
    sql: ({ refunded: { orderId } }) => {
      const waits = {
        id: neverThere,
        kind: 'refund',
        state: 'started',
        subjectId: orderId,
      } as const;
      return {
        order: `${outgoing({ schema: '"order"', ...waits })}
          insert into "order".refund (id, order_id, cause, amount_minor, reason)
          values ('${neverThere}', '${orderId}', 'staff', 0, 'planted');`,
      };
    },
  },
  {
    ...started,
    how: 'a cancellation was started and never won the order',
    subject: () => neverThere,
    sql: ({ cancelled: { orderId } }) => {
      const waits = { id: neverThere, kind: 'cancellation', subjectId: orderId } as const;
      return { order: outgoing({ schema: '"order"', ...waits, state: 'started' }) };
    },
  },
  {
    ...started,
    how: 'a message was started and never written',
    subject: () => neverThere,
    sql: () => {
      const waits = { id: neverThere, kind: 'message', state: 'started' } as const;
      return { customer: outgoing({ schema: 'notification', ...waits }) };
    },
  },
  {
    ...started,
    how: 'an answer was started and never written',
    subject: () => neverThere,
    sql: () => ({
      customer: outgoing({ schema: 'support', id: neverThere, kind: 'answer', state: 'started' }),
    }),
  },
  {
    violates: 'I14',
    says: 'nothing waits to go out after its time',
    how: 'an answer waits for ever',
    subject: () => neverThere,
    sql: () => {
      const startsAt = `kontor_now() - interval '2 days'`;
      const waits = { id: neverThere, kind: 'answer', state: 'waiting', startsAt } as const;
      return { customer: outgoing({ schema: 'support', ...waits }) };
    },
  },
];
