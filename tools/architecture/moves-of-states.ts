import { stateMachines } from '#audit/world/state-machines.ts';
import type { Finding, Rule } from './rule.ts';
import { isTestCode, lineAt, templatesOf, type SourceFile } from './source-file.ts';

interface Stored {
  readonly table: string;
  readonly column: string;
}

/** Of a service, the columns that hold states. */
const storedBy = (service: string | undefined): Stored[] =>
  stateMachines
    .filter((stored) => stored.service === service)
    .flatMap(({ machine: { table, columns } }) => columns.map((column) => ({ table, column })));

/** `update t a set …` and `insert into t … do update set …`, with what is set. */
const update = /\bupdate\s+(?:only\s+)?(\w+)(?:\s+(?:as\s+)?(?!set\b)\w+)?\s+set\b/gi;
const upsert = /\binsert\s+into\s+(\w+)(?:(?!\binsert\b)[\s\S])*?\bdo\s+update\s+set\b/gi;
/**
 * A state is set by the moves of its table alone, so that no statement makes a move which the oracle, the
 * model and the drawing do not know of, and none forgets to compare.
 */
export const movesOfStates: Rule = {
  name: 'a state is set by the moves of its table',
  check(file: SourceFile): Finding[] {
    if (!/^services\/.*\.ts$/.test(file.path) || isTestCode(file.path)) return [];
    return [...setByHand(file), ...setWithoutComparing(file)];
  },
  refused: [
    {
      path: 'services/a/cart/x.ts',
      text: "sql`update cart set state = 'merged' where id = ${id}`",
    },
    { path: 'services/a/cart/x.ts', text: 'sql`update cart set version = 2, state = ${to}`' },
    {
      path: 'services/a/cart/x.ts',
      text: 'sql`update cart as c set state=${to} where c.id = ${id}`',
    },
    {
      path: 'services/a/cart/x.ts',
      text: "sql`with moved as (update cart c set note = 1,\n  state = case when a then 'merged' else state end returning 1) select 1`",
    },
    {
      path: 'services/a/cart/x.ts',
      text: "sql`insert into cart (id) values (${id}) on conflict (id) do update set state = 'expired'`",
    },
    { path: 'services/a/cart/x.ts', text: "const set = sql`state = 'merged', note = ${note}`" },
    { path: 'services/a/cart/x.ts', text: "const set = sql`state = 'merged'`" },
    {
      path: 'services/a/cart/x.ts',
      text: 'sql`update cart set ${becomes(cart.merge)} where id = ${id}`',
    },
  ],
  accepted: [
    {
      path: 'services/a/cart/x.ts',
      text: 'sql`update cart set ${becomes(cart.merge)} where ${standsBefore(cart.merge)}`',
    },
    { path: 'services/a/cart/x.ts', text: "sql`update cart set lines = 1 where state = 'active'`" },
    { path: 'services/a/cart/x.ts', text: "sql`select from cart where state = 'active'`" },
    { path: 'services/a/cart/x.ts', text: 'const only = sql`state = ${state}`' },
    { path: 'services/a/cart/x.test.ts', text: "sql`update cart set state = 'merged'`" },
  ],
};

function setByHand(file: SourceFile): Finding[] {
  const stored = storedBy(file.path.split('/')[2]);
  return templatesOf(file)
    .filter(({ text }) => stored.some((state) => isPart(text, state) || isWhole(text, state)))
    .map(({ index }) => ({
      path: file.path,
      line: lineAt(file.text, index),
      message: 'let the move set it: tx.move, transition or becomes (platform/data/transition.ts)',
    }));
}

/** A part of a statement that sets a state and something else, or a state alone to a word. */
function isPart(text: string, { column }: Stored): boolean {
  const toWord = String.raw`'\w+'\s*(?:,[\s\S]*)?`;
  return new RegExp(String.raw`^\s*${column}\s*=\s*(?:${toWord}|,[\s\S]*)$`).test(text);
}

function isWhole(text: string, { table, column }: Stored): boolean {
  return [update, upsert].some((verb) =>
    [...text.matchAll(verb)].some(({ 0: whole, 1: written, index }) => {
      const set = listAfter(text, index + whole.length);
      return written === table && new RegExp(String.raw`(^|,)\s*${column}\s*=`).test(set);
    }),
  );
}

/** What is set: up to the word that ends the list, with what stands in brackets left out. */
function listAfter(text: string, start: number): string {
  let depth = 0;
  let list = '';
  for (const [piece] of text.slice(start).matchAll(/[()]|\w+|[^()\w]+/g)) {
    if (piece === '(') depth += 1;
    else if (piece === ')') depth -= 1;
    else if (depth === 0) list += piece;
    if (depth < 0 || (depth === 0 && /^(where|from|returning)$/i.test(piece))) break;
  }
  return list;
}

/** A part that sets is used where the part that compares is. */
function setWithoutComparing({ path, text }: SourceFile): Finding[] {
  const compared = new Set(movesIn(text, 'standsBefore').map(([, move]) => move));
  return movesIn(text, 'becomes')
    .filter(([, move]) => !compared.has(move))
    .map(({ index, 1: move }) => ({
      path,
      line: lineAt(text, index),
      message: `compare too: standsBefore(${move})`,
    }));
}

function movesIn(text: string, made: string): RegExpExecArray[] {
  return [...text.matchAll(new RegExp(String.raw`\b${made}\(\s*([\w.[\]]+)`, 'g'))];
}
