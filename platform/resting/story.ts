import { sqlWord, type Statement } from '../ground/sql.ts';

/**
 * Where a story rests. `own row`: a row of its own in the platform's table `story`. Otherwise in the
 * row that it belongs to, in columns of that table named `<prefix>state`, `<prefix>attempts` and so
 * on (`storyColumns`), which the service's migration adds with an index on `<prefix>next_attempt_at`
 * of those that are open.
 */
export type RestsIn = 'own row' | OwnersRow;

export interface OwnersRow {
  readonly table: string;
  /** The column with the story's id, and its type. */
  readonly id: string;
  readonly idType: 'uuid' | 'text';
  /** `story_` unless told: two stories can rest in one row. */
  readonly prefix?: string;
}

/** Why a story is held: the code's words, for people, and what earlier versions wrote in its place. */
export interface Hold {
  readonly words: string;
  readonly wordsBefore?: readonly string[];
}

/**
 * A long story as its service declares it. Services say what becomes of it (begin, wake, hold,
 * reopen, restart, finish); where that is written is this declaration's alone.
 */
export interface Story<Code extends string = string> {
  readonly name: string;
  readonly restsIn: RestsIn;
  /** The reasons for which it can be held, by code. */
  readonly holds: Readonly<Record<Code, Hold>>;
  /**
   * What is left of one that is over. `finished`: that it was, so that beginning it again does
   * nothing until retention forgets it. `nothing`: it can begin again at any time.
   */
  readonly leaves: 'finished' | 'nothing';
  /** After so many tries that failed it is held, for a person to look at; otherwise it is tried for ever. */
  readonly givesUp?: { readonly after: number; readonly heldAs: Code };
}

interface Declared<Code extends string> {
  readonly name: string;
  readonly restsIn?: RestsIn;
  readonly holds?: Readonly<Record<Code, Hold>>;
  readonly leaves?: Story['leaves'];
  readonly givesUp?: { readonly after: number; readonly heldAs: NoInfer<Code> };
}

export function story<const Code extends string = never>({
  name,
  restsIn = 'own row',
  holds = {} as Readonly<Record<Code, Hold>>,
  leaves = 'finished',
  givesUp,
}: Declared<Code>): Story<Code> {
  return { name, restsIn, holds, leaves, ...(givesUp === undefined ? {} : { givesUp }) };
}

/** What every story that rests somewhere has, in a row of its own by these names. */
export const storyColumns = [
  'state',
  'attempts',
  'next_attempt_at',
  'last_error',
  'held_as',
  'channel',
  'locale',
  'traceparent',
  'created_at',
  'finished_at',
] as const;

type Columns = Readonly<Record<(typeof storyColumns)[number], Statement>>;

const ownColumns = columnsWith('');
const columnsByPrefix = new Map<string, Columns>();

/** The names of a story's columns where it rests. */
export function columnsOf({ restsIn }: Pick<Story, 'restsIn'>): Columns {
  if (restsIn === 'own row') return ownColumns;
  const { prefix = 'story_' } = restsIn;
  const columns = columnsByPrefix.get(prefix) ?? columnsWith(prefix);
  columnsByPrefix.set(prefix, columns);
  return columns;
}

function columnsWith(prefix: string): Columns {
  return Object.fromEntries(storyColumns.map((name) => [name, sqlWord(prefix + name)])) as Columns;
}
