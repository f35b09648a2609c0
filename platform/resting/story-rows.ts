import type { Invocation } from '#kernel/invocation.ts';
import { sql, sqlWord, type Statement } from '../ground/sql.ts';
import { columnsOf, type Story } from './story.ts';

/**
 * The one place that writes stories at rest. `onlyIf` is missing where it is a statement of its
 * own; as a part of a larger statement it is the condition on which it is written.
 */

export type Scope = Pick<Invocation, 'channel' | 'locale' | 'traceparent'>;

/** A story in the channel, language and trace that it belongs to. */
export interface Begun {
  readonly story: Story;
  readonly id: string;
  readonly scope: Scope;
}

/**
 * For so long a story is left to the process that is at work on it; then another may go on. Twice
 * at work is harmless, since every step is idempotent, and who is killed is replaced within 60 s.
 */
export const storyLeaseSeconds = 25;

export const leased = sql`kontor_now() + ${storyLeaseSeconds} * interval '1 second'`;

const nothing = sql``;
const ownTable = sqlWord('story');

export function tableOf({ restsIn }: Pick<Story, 'restsIn'>): Statement {
  return restsIn === 'own row' ? ownTable : sqlWord(restsIn.table);
}

/** Which row is the story's. `id` is a value, or an expression of the statement that it stands in. */
export function isRowOf({ name, restsIn }: Story, id: string | Statement): Statement {
  if (restsIn === 'own row') return sql`story.name = ${name} and story.id = ${id}`;
  return sql`${idColumnOf(restsIn)} = ${id}::${sqlWord(restsIn.idType)}`;
}

function idColumnOf({ table, id }: Exclude<Story['restsIn'], 'own row'>): Statement {
  return sql`${sqlWord(table)}.${sqlWord(id)}`;
}

/** Begins what never began; wakes what is open. What is over stays so. Leased to who writes it. */
export function begunStories(given: readonly Begun[], onlyIf?: Statement): Statement[] {
  const again = sql`next_attempt_at = excluded.next_attempt_at where story.state = 'open'`;
  const inOthers = given.filter(restsElsewhere).map(({ story, id, scope }) => {
    const isOpen = sql`coalesce(${columnsOf(story).state}, 'open') = 'open'`;
    return sql`
      update ${tableOf(story)} set ${begunColumns(story, scope)}
      where ${isRowOf(story, id)} and ${isOpen} ${also(onlyIf)}`;
  });
  return [...insertedStories(given, again, onlyIf), ...inOthers];
}

/** Begins anew, also what was over or held; what is open is woken. */
export function restartedStories(given: readonly Begun[], onlyIf?: Statement): Statement[] {
  const again = sql`
    next_attempt_at = excluded.next_attempt_at, state = 'open', finished_at = null, held_as = null,
    attempts = case story.state when 'open' then story.attempts else 0 end,
    last_error = case story.state when 'open' then story.last_error end`;
  const inOthers = given.filter(restsElsewhere).map(
    ({ story, id, scope }) => sql`
        update ${tableOf(story)} set ${restartedColumns(story, scope)}
        where ${isRowOf(story, id)} ${also(onlyIf)}`,
  );
  return [...insertedStories(given, again, onlyIf), ...inOthers];
}

/** In one order, so that none waits in a circle. */
function insertedStories(
  given: readonly Begun[],
  again: Statement,
  onlyIf: Statement | undefined,
): Statement[] {
  const keyOf = ({ story, id }: Begun): string => `${story.name} ${id}`;
  const stories = given
    .filter((begun) => !restsElsewhere(begun))
    .toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  if (stories.length === 0) return [];
  const column = (of: (begun: Begun) => string): string[] => stories.map(of);
  const inserted = sql`
    insert into story (name, id, channel, locale, traceparent, next_attempt_at)
    select s.*, ${leased}
    from unnest(${column(({ story }) => story.name)}::text[], ${column(({ id }) => id)}::text[],
      ${column(({ scope }) => scope.channel)}::text[],
      ${column(({ scope }) => scope.locale)}::text[],
      ${column(({ scope }) => scope.traceparent)}::text[]) as s
    ${onlyIf ? sql`where ${onlyIf}` : nothing}
    on conflict (name, id) do update set ${again}`;
  return [inserted];
}

function restsElsewhere({ story }: Pick<Begun, 'story'>): boolean {
  return story.restsIn !== 'own row';
}

function also(onlyIf: Statement | undefined): Statement {
  return onlyIf ? sql`and ${onlyIf}` : nothing;
}

/** What beginning sets in a row that holds more than the story. One that is open keeps its attempts. */
export function begunColumns(
  story: Story,
  { channel, locale, traceparent }: Scope,
  goesOnAt: Statement = leased,
): Statement {
  const c = columnsOf(story);
  return sql`
    ${c.state} = 'open', ${c.next_attempt_at} = ${goesOnAt},
    ${c.attempts} = case ${c.state} when 'open' then ${c.attempts} else 0 end,
    ${c.created_at} = coalesce(${c.created_at}, kontor_now()), ${c.channel} = ${channel},
    ${c.locale} = ${locale}, ${c.traceparent} = ${traceparent}`;
}

/** As `begunColumns`, of one that may be over or held. */
export function restartedColumns(story: Story, scope: Scope): Statement {
  const c = columnsOf(story);
  return sql`
    ${begunColumns(story, scope)}, ${c.finished_at} = null, ${c.held_as} = null,
    ${c.last_error} = case ${c.state} when 'open' then ${c.last_error} end`;
}

/** Begins a story that goes on at that moment. One that is open stays as it is; one that is over begins anew. */
export function begunLater({ story, id, scope }: Begun, atIso: string): Statement {
  const { channel, locale, traceparent } = scope;
  const c = columnsOf(story);
  if (story.restsIn !== 'own row') {
    return sql`
      update ${tableOf(story)}
      set ${begunColumns(story, scope, sql`${atIso}::timestamptz`)}, ${c.finished_at} = null,
        ${c.last_error} = null
      where ${isRowOf(story, id)} and coalesce(${c.state}, 'finished') = 'finished'`;
  }
  return sql`
    insert into story (name, id, channel, locale, traceparent, next_attempt_at)
    values (${story.name}, ${id}, ${channel}, ${locale}, ${traceparent}, ${atIso}::timestamptz)
    on conflict (name, id) do update set state = 'open', last_error = null,
      next_attempt_at = excluded.next_attempt_at
    where story.state = 'finished'`;
}

/** Ends a story: no sweep looks at it any more. */
export function finishedStory(story: Story, id: string, onlyIf?: Statement): Statement {
  if (leavesNoRow(story)) return sql`delete from story where ${isRowOf(story, id)} ${also(onlyIf)}`;
  return sql`
    update ${tableOf(story)} set ${finishedColumns(story)}
    where ${isRowOf(story, id)} and ${columnsOf(story).state} <> 'finished' ${also(onlyIf)}`;
}

function leavesNoRow({ leaves, restsIn }: Story): boolean {
  return leaves === 'nothing' && restsIn === 'own row';
}

export function finishedColumns(story: Story): Statement {
  const c = columnsOf(story);
  const isRemembered = story.leaves === 'finished';
  return sql`
    ${c.state} = ${isRemembered ? sql`'finished'` : sql`null`},
    ${c.finished_at} = ${isRemembered ? sql`kontor_now()` : sql`null`}`;
}

/** Lays a story aside: no sweep goes on with it until somebody reopens it. */
export function heldStory<Code extends string>(
  story: Story<Code>,
  id: string,
  code: Code,
  onlyIf?: Statement,
): Statement {
  const c = columnsOf(story);
  return sql`
    update ${tableOf(story)} set ${heldColumns(story, code)}
    where ${isRowOf(story, id)} and ${c.state} = 'open' ${also(onlyIf)}`;
}

export function heldColumns<Code extends string>(story: Story<Code>, code: Code): Statement {
  const c = columnsOf(story);
  return sql`
    ${c.state} = 'held', ${c.held_as} = ${code}, ${c.last_error} = ${story.holds[code].words}`;
}

/**
 * Goes on with what was laid aside (for `heldAs`, where it is given: otherwise what is open is woken
 * too); what is over stays so. Which were reopened, and where they belong.
 */
export function reopenedStories<Code extends string>(
  story: Story<Code>,
  ids: readonly string[],
  heldAs?: Code,
  onlyIf?: Statement,
): Statement {
  const { restsIn } = story;
  const c = columnsOf(story);
  const table = tableOf(story);
  const isOne =
    restsIn === 'own row'
      ? sql`name = ${story.name} and id = any(${ids}::text[])`
      : sql`${sqlWord(restsIn.id)}::text = any(${ids}::text[])`;
  const id = restsIn === 'own row' ? sql`id` : sql`${sqlWord(restsIn.id)}::text as id`;
  return sql`
    update ${table} set ${c.state} = 'open', ${c.last_error} = null, ${c.held_as} = null,
      ${c.next_attempt_at} = ${leased}
    where ${isOne} and ${heldAs === undefined ? sql`${c.state} <> 'finished'` : isHeldAs(story, heldAs)}
      ${also(onlyIf)}
    returning ${id}, ${c.channel} as channel, ${c.locale} as locale, ${c.traceparent} as traceparent`;
}

/** Earlier versions, which may be running beside this one, wrote the words without the code. */
function isHeldAs<Code extends string>(story: Story<Code>, code: Code): Statement {
  const c = columnsOf(story);
  const { words, wordsBefore = [] } = story.holds[code];
  return sql`
    ${c.state} = 'held' and (${c.held_as} = ${code}
      or ${c.held_as} is null and ${c.last_error} = any(${[words, ...wordsBefore]}::text[]))`;
}

/** How a story rests, as somebody saw it. */
export interface RestingStory {
  readonly state: 'open' | 'held' | 'finished';
  /** When it is due, to the letter: it moves whenever anybody wakes the story. */
  readonly due: string;
}

export function lookAtRest(story: Story, id: string): Statement {
  const c = columnsOf(story);
  return sql`
    select ${c.state} as state, ${c.next_attempt_at}::text as due from ${tableOf(story)}
    where ${isRowOf(story, id)} and ${c.state} is not null`;
}

/** Nobody has woken the story since it was seen; never where it was not there. */
export function notWokenSince(story: Story, seen: RestingStory | undefined): Statement {
  return sql`${columnsOf(story).next_attempt_at} = ${seen?.due ?? null}::timestamptz`;
}

/** Lets an open story lie until a moment: whatever failed before, it rests by its own will. */
export function putOffStory(
  story: Story,
  id: string,
  until: Statement,
  onlyIf?: Statement,
): Statement {
  const c = columnsOf(story);
  return sql`
    update ${tableOf(story)} set ${c.next_attempt_at} = ${until}, ${c.last_error} = null
    where ${isRowOf(story, id)} and ${c.state} = 'open' ${also(onlyIf)}`;
}
