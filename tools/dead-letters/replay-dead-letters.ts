import { setTimeout as sleep } from 'node:timers/promises';
import { PgBoss } from 'pg-boss';
import { jobSchemaOf } from '#platform/stories/jobs.ts';
import type { DeadLetter } from './dead-letter.ts';
import type { ServiceSchema } from './open-schemas.ts';

export interface Replayed {
  readonly letter: DeadLetter;
  /**
   * `taken`; `failed` again, with the reason, and tried again by itself; `unreadable` still, with the
   * reason; `queued`: a job that its worker will find; `waiting`:
   * nobody has looked at it in time; `left`: it cannot be replayed.
   */
  readonly outcome: 'taken' | 'failed' | 'unreadable' | 'queued' | 'waiting' | 'left';
  readonly reason?: string;
}

const lookEveryMs = 250;

/**
 * Makes dead letters of one schema due at once, with all their attempts before them, and looks for
 * up to `waitMs` at what became of them: services look for what is due every 10 s.
 */
export async function replayDeadLetters(
  schema: ServiceSchema,
  letters: readonly DeadLetter[],
  waitMs: number,
): Promise<Replayed[]> {
  const able = letters.filter(({ replayable }) => replayable);
  for (const letter of able) await makeDue(schema, letter);
  const done = new Map<DeadLetter, Replayed>();
  for (const endMs = performance.now() + waitMs; ;) {
    for (const letter of able) {
      if (done.has(letter)) continue;
      const seen = await look(schema, letter);
      if (seen) done.set(letter, { letter, ...seen });
    }
    if (done.size === able.length || performance.now() >= endMs) break;
    await sleep(lookEveryMs);
  }
  return letters.map(
    (letter) => done.get(letter) ?? { letter, outcome: letter.replayable ? 'waiting' : 'left' },
  );
}

async function makeDue(schema: ServiceSchema, { kind, id, consumer }: DeadLetter): Promise<void> {
  const { name, client } = schema;
  if (kind === 'delivery') {
    await client.query(
      `update ${name}.outbox_failure set dead_at = null, attempts = 0, next_attempt_at = kontor_now()
       where event_id = $1 and consumer = $2 and dead_at is not null`,
      [id, consumer],
    );
  } else if (kind === 'held') {
    // Held anew: an event that waits for an earlier one gets its whole patience again.
    await client.query(
      `update ${name}.inbox_held
       set dead_at = null, attempts = 0, held_at = kontor_now(), next_attempt_at = kontor_now()
       where event_id = $1 and dead_at is not null`,
      [id],
    );
  } else await redrive(schema, id);
}

/** pg-boss makes a new job in the queue that the dead one came from. */
async function redrive({ service, client }: ServiceSchema, id: string): Promise<void> {
  const boss = new PgBoss({
    db: { executeSql: (text, values) => client.query(text, values) },
    schema: jobSchemaOf(service),
    createSchema: false,
    migrate: false,
    registerInstance: false,
    supervise: false,
    schedule: false,
  });
  await boss.redrive('dead_letters', { ids: [id] });
}

type Seen = Pick<Replayed, 'outcome' | 'reason'>;

async function look(
  schema: ServiceSchema,
  { kind, id, consumer }: DeadLetter,
): Promise<Seen | undefined> {
  const { name, client } = schema;
  if (kind === 'job') return { outcome: 'queued' };
  const text =
    kind === 'delivery'
      ? `select f.attempts, f.last_error as reason, false as unreadable
         from ${name}.outbox_failure f join ${name}.outbox o on o.id = f.event_id
         where f.event_id = $1 and f.consumer = $2 and f.consumer = any(o.pending)`
      : `select attempts, last_error as reason, not event ? 'type' as unreadable
         from ${name}.inbox_held where event_id = $1 and $2 <> ''`;
  const { rows } = await client.query<{ attempts: number; reason: string; unreadable: boolean }>(
    text,
    [id, consumer],
  );
  const [row] = rows;
  if (!row) return { outcome: 'taken' };
  if (row.attempts === 0) return undefined;
  return { outcome: row.unreadable ? 'unreadable' : 'failed', reason: row.reason };
}
