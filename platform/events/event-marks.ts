import { sql, type Statement } from '../ground/sql.ts';
import type { ServiceName } from '../topology.ts';

/** One event and one of those who must have it. */
export interface EventMark {
  readonly id: string;
  readonly consumer: ServiceName;
}

/**
 * What a consumer says to the producers of what it hears. An event leaves an outbox only when its
 * consumer said that its own database has it, and an inbox forgets an event only when its producer
 * has written that down: so nothing is lost and nothing acts twice, however long either is away.
 */
export interface Producers {
  /** Resolves once the outbox says that these were taken. */
  noteTaken(producer: ServiceName, ids: readonly string[]): Promise<void>;
  /** Those of these events that the outbox still has to bring. */
  owed(producer: ServiceName, ids: readonly string[]): Promise<ReadonlySet<string>>;
  /**
   * What the producer remembers of this consumer, and of the events that it took last.
   * @returns undefined where the producer does not answer now
   */
  compare(producer: ServiceName, latest: readonly string[]): Promise<Compared | undefined>;
  /** The next events after this id that the consumer said it has, of those that the outbox still keeps. */
  had(producer: ServiceName, after: string): Promise<readonly string[]>;
  /** Resolves once the outbox says that these are to be told again. */
  tellAgain(producer: ServiceName, ids: readonly string[]): Promise<void>;
}

/** What a producer says when it is asked about a consumer. */
export interface Compared {
  /** The newest events that the consumer said it has. */
  readonly newest: readonly string[];
  /** Whether it told all of those that it was asked about. */
  readonly told: boolean;
}

/** The broker took them: they wait for the word of the consumers, unless that came before. */
export function handedOver(marks: readonly EventMark[]): Statement {
  return sql`
    update outbox o
    set unconfirmed = o.unconfirmed || array(
          select p from unnest(o.pending) p where p = any (d.consumers) and p <> all (o.unconfirmed)),
        pending = array(select p from unnest(o.pending) p where p <> all (d.consumers)),
        handed_at = kontor_now()
    from (${byEvent(marks)}) d
    where o.id = d.id`;
}

/** The consumers' own databases have them. */
export function takenBy(marks: readonly EventMark[]): Statement {
  return sql`
    update outbox o
    set pending = array(select p from unnest(o.pending) p where p <> all (d.consumers)),
        unconfirmed = array(select u from unnest(o.unconfirmed) u where u <> all (d.consumers))
    from (${byEvent(marks)}) d
    where o.id = d.id and (o.pending && d.consumers or o.unconfirmed && d.consumers)`;
}

export function owedTo(consumer: ServiceName, ids: readonly string[]): Statement {
  return sql`
    select id from outbox
    where id = any(${ids}::uuid[])
      and (${consumer} = any(pending) or ${consumer} = any(unconfirmed))`;
}

/** When an event was written, by its id: a UUIDv7. */
export function writtenAtMs(eventId: string): number {
  return Number.parseInt(eventId.replaceAll('-', '').slice(0, 12), 16);
}

function byEvent(marks: readonly EventMark[]): Statement {
  return sql`
    select id, array_agg(consumer) as consumers
    from unnest(${marks.map(({ id }) => id)}::uuid[], ${marks.map(({ consumer }) => consumer)}::text[])
      as one (id, consumer)
    group by id`;
}
