import type { Finding, Rule } from './rule.ts';
import { lineAt, type SourceFile } from './source-file.ts';

/**
 * While a release is rolled out, the version before it runs on the migrated schema. So a migration
 * only adds (expand); what the version before needs no more goes in a later release (contract), in
 * a file that says so.
 */
interface Objection {
  readonly pattern: RegExp;
  readonly instead: string;
  /** Whether a file that contracts may do it. */
  readonly contracts?: true;
  /** On a table that the file itself makes there is nobody to harm. */
  readonly onlyOnOthers?: true;
}

const contract = /^--\s*contract: unused since \S+/;
/** Not in a transaction, a statement at a time: `platform/provision/provision.ts` reads the same words. */
const alone = /^--\s*alone:\s*\S+/;

const later =
  'the version before this one still uses it while a release is rolled out; stop using it first, and take it away in a later release, in a file that begins with "-- contract: unused since 0003-name"';
const addInstead =
  'add a new column beside it, write both, fill the old rows, read the new one; take the old one away in a later release';

const objections: readonly Objection[] = [
  {
    pattern: /\bdrop\s+(?:table|schema|view|materialized\s+view|type|domain|function|sequence)\b/g,
    instead: later,
    contracts: true,
  },
  {
    pattern:
      /\balter\s+table\b[^;]*?\bdrop\s+(?!constraint\b|not\s+null\b|expression\b|identity\b)/g,
    instead: later,
    contracts: true,
  },
  { pattern: /\balter\s+column\s+\S+\s+drop\s+default\b/g, instead: later, contracts: true },
  { pattern: /\brename\s+(?:to|column|constraint|value|\w+\s+to)\b/g, instead: addInstead },
  {
    pattern: /\balter\s+(?:column\s+)?\S+\s+(?:set\s+data\s+)?type\b/g,
    instead: addInstead,
    onlyOnOthers: true,
  },
  {
    pattern:
      /\badd\s+(?:column\s+)?(?:if\s+not\s+exists\s+)?(?!constraint\b|check\b)\w+\s[^,;]*\bnot\s+null\b(?![^,;]*\b(?:default|generated)\b)/g,
    instead:
      'the version before this one inserts rows without it; give it a default, or leave it nullable until all writers fill it',
  },
  {
    pattern: /\badd\s+(?:constraint\s+\w+\s+)?(?:check|foreign\s+key)\b(?![^;]*\bnot\s+valid\b)/g,
    instead:
      'it reads the whole table under a lock, and may refuse rows that are there; add it "not valid", mend the rows, and "validate constraint" in the next file',
    onlyOnOthers: true,
  },
  {
    pattern: /\badd\s+(?:constraint\s+\w+\s+)?(?:unique|primary\s+key)\s*\(/g,
    instead:
      'it builds an index under a lock; build it in a file that begins with "-- alone: …", then "add constraint … using index"',
    onlyOnOthers: true,
  },
];

/** Blanks comments, strings and function bodies; every position stays the same. */
function statementsOf(text: string): string {
  const hidden = /--[^\n]*|\/\*[\s\S]*?\*\/|\$(\w*)\$[\s\S]*?\$\1\$|'(?:''|[^'])*'/g;
  return text.replace(hidden, (piece) => piece.replace(/[^\n]/g, ' ')).toLowerCase();
}

function check(file: SourceFile): Finding[] {
  if (!isMigration(file.path)) return [];
  const code = statementsOf(file.text);
  const made = new Set(
    [...code.matchAll(/\bcreate\s+table\s+(?:if\s+not\s+exists\s+)?([\w.]+)/g)].map(([, t]) => t),
  );
  const isMade = (position: number): boolean => made.has(tableAt(code, position));
  const found: Finding[] = [];
  const object = (position: number, what: string, instead: string) =>
    found.push({
      path: file.path,
      line: lineAt(file.text, position),
      message: `"${what.trim().replaceAll(/\s+/g, ' ')}": ${instead}`,
    });
  for (const { pattern, instead, contracts, onlyOnOthers } of objections) {
    if (contracts && contract.test(file.text)) continue;
    for (const match of code.matchAll(pattern)) {
      if (onlyOnOthers && isMade(match.index)) continue;
      object(match.index, match[0], instead);
    }
  }
  checkNotNull(code, isMade, object, file.text);
  checkIndexes(code, made, object, file.text);
  return found;
}

type Objects = (position: number, what: string, instead: string) => void;

/** With a default of its own, a row of the version before this one has a value. */
function checkNotNull(
  code: string,
  isMade: (position: number) => boolean,
  object: Objects,
  text: string,
): void {
  for (const match of code.matchAll(/\balter\s+(?:column\s+)?(\w+)\s+set\s+not\s+null\b/g)) {
    const hasDefault = new RegExp(`\\b${match[1]}\\s+set\\s+default\\b`).test(code);
    if (hasDefault || isMade(match.index) || contract.test(text)) continue;
    object(
      match.index,
      match[0],
      'the version before this one may still leave it out; set a default first, or say since when all writers fill it: "-- contract: unused since …"',
    );
  }
}

function checkIndexes(
  code: string,
  made: ReadonlySet<string | undefined>,
  object: Objects,
  text: string,
): void {
  const isAlone = alone.test(text);
  const pattern =
    /\bcreate\s+(?:unique\s+)?index\s+(concurrently\s+)?(?:if\s+not\s+exists\s+)?(?:\w+\s+)?on\s+(?:only\s+)?([\w.]+)/g;
  for (const match of code.matchAll(pattern)) {
    const [what, concurrently, table] = match;
    if (made.has(table) && !concurrently) continue;
    if (concurrently && isAlone) continue;
    object(
      match.index,
      what,
      'nobody can write to the table while it is built; put it into a file of its own that begins with "-- alone: why" and reads "drop index concurrently if exists x; create index concurrently x …"',
    );
  }
  if (!isAlone) return;
  const others = code.split(';').filter((one) => one.trim() !== '');
  for (const one of others) {
    if (/^\s*(?:create\s+(?:unique\s+)?|drop\s+)index\s+concurrently\b/.test(one)) continue;
    object(
      code.indexOf(one),
      one.slice(0, 60),
      'a file that runs alone has no transaction: it holds "create index concurrently" and "drop index concurrently if exists" and nothing else',
    );
  }
}

/** The table of the `alter table` that a position lies in. */
function tableAt(code: string, position: number): string | undefined {
  const statement = code.slice(code.lastIndexOf(';', position) + 1, position);
  const altered = /\balter\s+table\s+(?:if\s+exists\s+)?(?:only\s+)?([\w.]+)/.exec(statement);
  return altered?.[1];
}

function isMigration(path: string): boolean {
  return (
    /(^|\/)migrations\/[^/]+\.sql$/.test(path) ||
    /^platform\/provision\/platform-schema.*\.sql$/.test(path)
  );
}

const at = (text: string) => ({
  path: 'services/order-processing/order/migrations/0007-next.sql',
  text,
});

export const expandAndContract: Rule = {
  name: 'migrations expand first and contract in a later release',
  check,
  refused: [
    at('drop table refund;'),
    at('alter table orders drop column email;'),
    at('alter table orders\n  drop if exists email;'),
    at('ALTER TABLE orders DROP COLUMN email CASCADE;'),
    at('-- contract:\nalter table orders drop column email;'),
    at('alter table orders rename column email to address;'),
    at('alter table orders rename to purchases;'),
    at('-- contract: unused since 0003-x\nalter table orders rename to purchases;'),
    at('alter table orders alter column total_minor type int;'),
    at('alter table orders alter total_minor set data type int;'),
    at('alter table orders alter column email set not null;'),
    at('alter table orders add column kind text not null;'),
    at("alter table orders add kind text not null check (kind <> '');"),
    at('alter table orders add column a int default 1, add column kind text not null;'),
    at('alter table orders add constraint paid check (captured_minor >= 0);'),
    at('alter table orders add check (captured_minor >= 0);'),
    at('alter table orders add constraint o foreign key (id) references refund (id);'),
    at('alter table orders add constraint o unique (number);'),
    at('alter table orders alter column email drop default;'),
    at('create index orders_email on orders (email);'),
    at('create unique index if not exists orders_email on orders (email);'),
    at('create index concurrently orders_email on orders (email);'),
    at('-- alone: large\ncreate index concurrently a on orders (email);\nupdate orders set a = 1;'),
    at('-- alone: large\ncreate index a on orders (email);'),
  ],
  accepted: [
    at(
      'create table note (id uuid primary key, text text not null);\ncreate index n on note (id);',
    ),
    at('create table note (id uuid);\nalter table note alter column id set not null;'),
    at('alter table orders add column kind text;'),
    at("alter table orders add column kind text not null default 'b2c', add column b int;"),
    at('alter table orders add constraint paid check (captured_minor >= 0) not valid;'),
    at('alter table orders validate constraint paid;'),
    at('alter table orders drop constraint paid;'),
    at('alter table orders alter column email drop not null;'),
    at(
      "alter table orders alter kind set default 'b2c';\nalter table orders alter kind set not null;",
    ),
    at(
      '-- contract: unused since 0003-kinds\nalter table orders drop column email;\ndrop table old;',
    ),
    at(
      '-- alone: orders are many\ndrop index concurrently if exists a;\ncreate index concurrently a on orders (email);',
    ),
    at("-- drop table orders;\nupdate orders set email = 'rename to' where email is null;"),
    at('create function f() returns trigger language plpgsql as $$ begin drop table x; end $$;'),
    { path: 'demo/clean.sql', text: 'drop table a;' },
  ],
};
