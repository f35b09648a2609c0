import { createHash } from 'node:crypto';
import * as clock from '#kernel/clock.ts';
import type { Invocation } from '#kernel/invocation.ts';
import type { InputOf, ServiceContext } from '#platform/calls/service.ts';
import { sql, type Statement } from '#platform/ground/sql.ts';

export type Attachments = NonNullable<InputOf<'notification', 'sendMessage'>['attachments']>;
type Attachment = Attachments[number];

/** A file as this process knows it. */
interface Held {
  readonly file: Attachment;
  /** Until then the database has it surely; afterwards it is told anew that it is used. */
  readonly keptUntilMs: number;
}

/** The files of a message that is being written. */
export interface FilesAlong {
  /** Null where nothing goes along. */
  readonly hashes: readonly string[] | null;
  /** A part of the statement that adds the message, where the database must be told of some. */
  readonly parts: readonly Statement[];
  /** To be called once that is committed. */
  kept(): void;
}

const dayMs = 86_400_000;
const heldMax = 40;
/** What is larger is of one message, and read again for it. */
const heldCharactersMax = 100_000;

/**
 * How long a file stays longer than what messages said: a process tells of it once a day, and a message
 * may wait for two days until it is sent.
 */
export const fileGraceSeconds = 4 * 86_400;

/**
 * What goes with messages: each file stands once in the database, by its hash, for all that carry it,
 * and those that were used last in memory. A purchase so writes and reads nothing of the shop's texts.
 */
export class MessageFiles {
  private readonly held = new Map<string, Held>();
  private readonly database: ServiceContext<'notification'>['database'];

  constructor({ database }: Pick<ServiceContext<'notification'>, 'database'>) {
    this.database = database;
  }

  along(attachments: Attachments): FilesAlong {
    if (attachments.length === 0) return { hashes: null, parts: [], kept: () => {} };
    const nowMs = clock.nowMs();
    const files = new Map(attachments.map((file) => [hashOf(file), file]));
    const told = [...files].filter(([hash]) => (this.held.get(hash)?.keptUntilMs ?? 0) <= nowMs);
    return {
      hashes: [...files.keys()],
      parts: told.length === 0 ? [] : [keptAlong(told)],
      kept: () => {
        for (const [hash, file] of told) this.hold(hash, { file, keptUntilMs: nowMs + dayMs });
      },
    };
  }

  /** In the order of their hashes. One whose content is gone is left out. */
  async contentsOf(hashes: readonly string[], invocation: Invocation): Promise<Attachments> {
    const files = new Map<string, Attachment>();
    for (const hash of hashes) {
      const known = this.held.get(hash);
      if (!known) continue;
      files.set(hash, known.file);
      this.hold(hash, known);
    }
    const missing = hashes.filter((hash) => !files.has(hash));
    if (missing.length > 0) {
      const read = await this.database.query<Attachment & { hash: string }>(
        sql`
          select hash, file_name, content_type,
            translate(encode(content, 'base64'), e'\n', '') as base64
          from message_file where hash = any(${missing}::text[]) and content is not null`,
        invocation,
      );
      for (const { hash, ...file } of read) {
        files.set(hash, file);
        this.hold(hash, { file, keptUntilMs: 0 });
      }
    }
    return hashes.flatMap((hash) => files.get(hash) ?? []);
  }

  /** Those that were used last stand last. */
  private hold(hash: string, file: Held): void {
    if (file.file.base64.length > heldCharactersMax) return;
    this.held.delete(hash);
    this.held.set(hash, file);
    if (this.held.size > heldMax) this.held.delete(this.held.keys().next().value!);
  }
}

function hashOf({ fileName, contentType, base64 }: Attachment): string {
  const named = `${fileName}\n${contentType}\n${base64}`;
  return createHash('sha256').update(named).digest('base64url');
}

/** In one order, so that messages with the same files never wait for each other in a circle. */
function keptAlong(files: readonly (readonly [string, Attachment])[]): Statement {
  const columns = files.map(([, file]) => file);
  return sql`
    kept as (
      insert into message_file (hash, file_name, content_type, bytes, content)
      select f.hash, f.file_name, f.content_type, length(f.content), f.content
      from moved, unnest(${files.map(([hash]) => hash)}::text[],
                         ${columns.map(({ fileName }) => fileName)}::text[],
                         ${columns.map(({ contentType }) => contentType)}::text[],
                         ${columns.map(({ base64 }) => Buffer.from(base64, 'base64'))}::bytea[])
        as f (hash, file_name, content_type, content)
      order by f.hash
      on conflict (hash) do update set content = excluded.content, used_at = excluded.used_at)`;
}

/** Of the files of a message, told anew that they are used. */
export function usedAgain(messageId: string): Statement {
  return sql`
    update message_file set used_at = kontor_now()
    where hash = any(array(select unnest(files) from message where id = ${messageId}))`;
}
