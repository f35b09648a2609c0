import type { z } from 'zod';
import type { waitingPromises } from '#contracts/every-service/waiting-work.ts';
import type { Answer, Input, Reply } from '#kernel/contract.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { fail, ok } from '#kernel/result.ts';
import type { ServiceContext } from '../calls/service.ts';
import { sql } from '../ground/sql.ts';
import type { ServiceName } from '../topology.ts';

/**
 * Dead letters are made due at once with all their attempts before them, as `kontor dead-letters`
 * does: whoever delivers finds them within 10 s. What was taken already is not taken twice.
 */

type Promised = (typeof waitingPromises)['replayDeadLetters'];
type Asked = z.output<Promised['input']>;
type Behind = (asked: Input<Promised>, invocation: Invocation) => Promise<Answer<Promised>>;
type Own = Pick<ServiceContext<ServiceName>, 'service' | 'database'>;

/** Binds a service's promise. @param behind callers of those for whom it does it as well */
export function replayDeadLetters(
  { service, database }: Own,
  behind: Readonly<Partial<Record<ServiceName, Behind>>> = {},
) {
  return async (asked: Asked, invocation: Invocation): Promise<Reply<Promised>> => {
    if (asked.service !== service) {
      const hand = behind[asked.service as ServiceName];
      if (hand) return hand(asked, invocation);
      return fail('dead_letter_not_found', `No dead letter of ${asked.service} is told here.`);
    }
    const { eventId = null, consumer = null, type = null } = asked;
    return database.transaction('replay_dead_letters', invocation, async (tx) => {
      const sent = await tx.change(sql`
        update outbox_failure f set dead_at = null, attempts = 0, next_attempt_at = kontor_now()
        from outbox o
        where o.id = f.event_id and f.dead_at is not null and f.consumer = any(o.pending)
          and (${eventId}::uuid is null or f.event_id = ${eventId}::uuid)
          and (${consumer}::text is null or f.consumer = ${consumer})
          and (${type}::text is null or o.type = ${type})`);
      // Held anew: an event that waits for an earlier one gets its whole patience again.
      const held = await tx.change(sql`
        update inbox_held set dead_at = null, attempts = 0, held_at = kontor_now(),
          next_attempt_at = kontor_now()
        where dead_at is not null and (${consumer}::text is null or ${consumer} = ${service}::text)
          and (${eventId}::uuid is null or event_id = ${eventId}::uuid)
          and (${type}::text is null or type = ${type})`);
      const replayed = sent + held;
      if (replayed === 0) {
        return fail('dead_letter_not_found', 'It was taken meanwhile, or is being tried again.');
      }
      tx.audit({
        subject: `dead letters of ${service}`,
        after: { eventId, consumer, type, replayed },
      });
      return ok({ replayed });
    });
  };
}
