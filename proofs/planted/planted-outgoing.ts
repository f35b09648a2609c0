import { newId } from '#kernel/ids.ts';
import type { BusinessDone } from './planted-business.ts';
import type { Plant } from './plant.ts';

const neverThere = newId();

interface Waiting {
  readonly schema: '"order"' | 'support';
  readonly id: string;
  readonly kind: 'refund' | 'answer';
  readonly state: string;
  readonly startsAt?: string;
}

function outgoing({ schema, id, kind, state, startsAt = 'kontor_now()' }: Waiting): string {
  return `insert into ${schema}.outgoing (id, kind, subject_id, channel, state, asked_by, starts_at)
    values ('${id}', '${kind}', '${newId()}', 'default', '${state}', 'planted', ${startsAt});`;
}

const undone = {
  violates: 'I7',
  says: 'what was undone while it waited never went out',
} as const;
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
    violates: 'I8',
    says: 'what waited and was started is there, once',
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
