import { joinSql, sql, sqlWord, type Statement } from '../ground/sql.ts';
import { isSameRequest, keyInFlight, keyReused, type RequestHashes } from './request-key.ts';

/**
 * Whose the key of a reply is. `client`: it stands for what was sent with it, whose hashes rest
 * beside it in `body_hash` and `request_hash`, and while there is no reply nobody else goes on.
 * `thing`: it is the id of what is done, so who asks while there is no reply does the same once more.
 */
export type KeyOf = 'client' | 'thing';

/** The row that a reply belongs to, which its service inserts and moves. */
export interface ReplyRow<Part extends string, Whose extends KeyOf> {
  readonly table: string;
  readonly keyOf: Whose;
  /** The column of each part of the key; together they are unique in the table. */
  readonly key: Readonly<Record<Part, string>>;
  /** The column `reply`'s; null while there is none. */
  readonly type: 'json' | 'jsonb';
}

/**
 * A reply that whoever asks for the same again is told again, as its service declares it. Where it
 * rests is this declaration's alone: in a row of its own in the platform's table `idempotency`,
 * which is there once there is a reply and is forgotten by age; or in the row that it belongs to,
 * in the columns `reply` and those of the key, as long as that row is kept.
 */
export interface Reply<Part extends string = string, Whose extends KeyOf = KeyOf> {
  readonly restsIn: 'own row' | 'the row it belongs to';
  readonly row: ReplyRow<Part, Whose>;
}

/** The key under which somebody asks, with what it stands for. */
export type Asked<Part extends string, Whose extends KeyOf> = Readonly<Record<Part, string>> &
  StandingFor<Whose>;

/** What rests under a key. */
export type Recorded<Whose extends KeyOf> = { readonly reply: unknown } & StandingFor<Whose>;

type StandingFor<Whose extends KeyOf> = Whose extends 'client' ? RequestHashes : unknown;

/** Of all commands whose service says nothing else. */
export const replyInOwnRow = {
  restsIn: 'own row',
  row: {
    table: 'idempotency',
    keyOf: 'client',
    key: { scope: 'actor_scope', operation: 'operation', key: 'key' },
    type: 'json',
  },
} as const satisfies Reply;

export function replyInRow<const Part extends string, const Whose extends KeyOf>(
  row: ReplyRow<Part, Whose>,
): Reply<Part, Whose> {
  return { restsIn: 'the row it belongs to', row };
}

/** The condition that finds the row of a key. */
export function isUnder<Part extends string>(
  { row }: Reply<Part>,
  key: Readonly<Record<NoInfer<Part>, string>>,
): Statement {
  const parts = Object.entries<string>(row.key).map(
    ([part, column]) => sql`${sqlWord(column)} = ${key[part as Part]}`,
  );
  return joinSql(parts, ' and ');
}

/** `Recorded` of a key; `beside` are further columns of the row that the reply belongs to. */
export function recordedUnder<Part extends string>(
  reply: Reply<Part>,
  key: Readonly<Record<NoInfer<Part>, string>>,
  beside?: Statement,
): Statement {
  const table = sqlWord(reply.row.table);
  const hashes = reply.row.keyOf === 'client' ? sql`body_hash, request_hash,` : nothing;
  const more = beside ? sql`, ${beside}` : nothing;
  return sql`select ${hashes} reply ${more} from ${table} where ${isUnder(reply, key)}`;
}

/**
 * What is answered to who asks under a key that is known. Undefined where he goes on himself: it is
 * a thing's own key, and there is no reply yet.
 */
export function answerUnder<Whose extends KeyOf, Told>(
  { restsIn, row }: Reply<string, Whose>,
  asked: StandingFor<NoInfer<Whose>>,
  recorded: Recorded<NoInfer<Whose>>,
  tell: (reply: unknown) => Told,
): Answer<Whose, Told> {
  const isThere = restsIn === 'own row' || recorded.reply !== null;
  const answer = () => {
    if (row.keyOf === 'thing') return isThere ? tell(recorded.reply) : undefined;
    if (!isSameRequest(asked as unknown as RequestHashes, recorded as unknown as RequestHashes)) {
      return keyReused();
    }
    return isThere ? tell(recorded.reply) : keyInFlight();
  };
  return answer() as Answer<Whose, Told>;
}

type Answer<Whose extends KeyOf, Told> =
  | Told
  | (Whose extends 'client' ? ReturnType<typeof keyReused | typeof keyInFlight> : undefined);

/**
 * The key in the row that the reply belongs to, as it is inserted: `columns` before others, `values`
 * likewise. Empty for a reply that rests elsewhere.
 */
export function keyedWith<Part extends string, Whose extends KeyOf>(
  reply: Reply<Part, Whose>,
  asked: Asked<NoInfer<Part>, NoInfer<Whose>>,
): { readonly columns: Statement; readonly values: Statement } {
  if (reply.restsIn === 'own row') return { columns: nothing, values: nothing };
  const { columns, values } = keyOf(reply, asked);
  return { columns: sql`${columns},`, values: sql`${values},` };
}

/**
 * A reply that is told from now on, where its declaration lets it rest: `set`, `, a = 1` after what
 * an `update` sets in the row that it belongs to; or `row`, a statement of its own or a part of one,
 * which `when` may make depend on another.
 */
export type KeptReply =
  | { readonly set: Statement; readonly row: undefined }
  | { readonly set: undefined; readonly row: (when?: Statement) => Statement };

/**
 * @param value as JSON
 * @param unlessTold where one was told before, that one stays
 */
export function keptReply<Part extends string, Whose extends KeyOf>(
  reply: Reply<Part, Whose>,
  asked: Asked<NoInfer<Part>, NoInfer<Whose>>,
  value: string,
  { unlessTold = false } = {},
): KeptReply {
  const kept = sql`${value}::${sqlWord(reply.row.type)}`;
  if (reply.restsIn !== 'own row') {
    const set = sql`, reply = ${unlessTold ? sql`coalesce(reply, ${kept})` : kept}`;
    return { set, row: undefined };
  }
  const table = sqlWord(reply.row.table);
  const { columns, values } = keyOf(reply, asked);
  const stays = unlessTold ? sql`on conflict do nothing` : nothing;
  const row = (when = nothing) => sql`
    insert into ${table} (${columns}, reply) select ${values}, ${kept} ${when} ${stays}`;
  return { set: undefined, row };
}

/** Forgets at most so many that are as old; nothing where they go with the row they belong to. */
export function forgottenReplies(
  { restsIn, row }: Reply,
  retentionSeconds: number,
  most: number,
): Statement[] {
  if (restsIn !== 'own row') return [];
  const table = sqlWord(row.table);
  const old = sql`
    delete from ${table} where ctid = any(array(
      select ctid from ${table}
      where created_at < (select kontor_now()) - ${retentionSeconds} * interval '1 second'
      order by created_at limit ${most} for update skip locked))
    returning 1`;
  return [old];
}

const nothing = sql``;

function keyOf<Part extends string, Whose extends KeyOf>(
  { row }: Reply<Part, Whose>,
  asked: Asked<NoInfer<Part>, NoInfer<Whose>>,
): { readonly columns: Statement; readonly values: Statement } {
  const parts = Object.entries<string>(row.key);
  const columns = joinSql(
    parts.map(([, column]) => sqlWord(column)),
    ', ',
  );
  const values = joinSql(
    parts.map(([part]) => sql`${asked[part as Part]}`),
    ', ',
  );
  if (row.keyOf === 'thing') return { columns, values };
  const { bodyHash, requestHash } = asked as RequestHashes;
  return {
    columns: sql`${columns}, body_hash, request_hash`,
    values: sql`${values}, ${bodyHash}, ${requestHash}::text`,
  };
}
