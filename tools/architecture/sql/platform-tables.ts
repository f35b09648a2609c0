import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Finding, Rule } from '../rule.ts';
import { isTestCode, lineAt, templatesOf, type SourceFile } from '../source-file.ts';

const schemaFolder = resolve(import.meta.dirname, '../../../platform/provision');

/** The tables that the platform makes in every service's schema. */
export const platformTables: readonly string[] = readdirSync(schemaFolder)
  .filter((name) => /^platform-schema.*\.sql$/.test(name))
  .flatMap((name) => [
    ...readFileSync(join(schemaFolder, name), 'utf8').matchAll(/^create table (\w+)/gim),
  ])
  .map(([, table]) => table!);

const touched = new RegExp(
  `\\b(?:from|join|into|update|using|only|table)\\s+(?:"?\\w+"?\\s*\\.\\s*)?"?(${platformTables.join('|')})"?(?![\\w.])`,
  'gi',
);

/** Applied before this rule was made: what it wrote down for the books stays as it is. */
const appliedBefore = ['services/cart-and-checkout/tax/migrations/0002-state-rates.sql'];

/**
 * The platform owns its tables: a service says what becomes of a story, an event or a reply, and
 * where that is written is the platform's choice. Tests look at what was written.
 */
export const platformTablesAreThePlatforms: Rule = {
  name: 'the tables of the platform are written and read by it alone',
  check(file: SourceFile): Finding[] {
    if (!/^services\/.*\.(ts|sql)$/.test(file.path) || isTestCode(file.path)) return [];
    if (appliedBefore.includes(file.path)) return [];
    const texts = file.path.endsWith('.sql')
      ? [{ index: 0, text: file.text.replaceAll(/--[^\n]*/g, blankOf) }]
      : templatesOf(file);
    return texts.flatMap(({ index, text }) =>
      [...text.matchAll(touched)].map((found) => ({
        path: file.path,
        line: lineAt(file.text, index + found.index),
        message: `${found[1]} is the platform's: use tx.stories, tx.emit, a move's starts and finishes, or a command`,
      })),
    );
  },
  refused: [
    ...platformTables.map((table) => ({
      path: 'services/a/b/x.ts',
      text: `sql\`select 1 from ${table} where id = \${id}\``,
    })),
    { path: 'services/a/b/x.ts', text: "sql`update story set state = 'held' where id = ${id}`" },
    { path: 'services/a/b/x.ts', text: 'sql`with m as (${moved}) delete from story using moved`' },
    { path: 'services/a/b/x.ts', text: 'sql`delete from t using story where true`' },
    { path: 'services/a/b/x.ts', text: 'sql`insert into\n  outbox (id) values (1)`' },
    { path: 'services/a/b/x.ts', text: 'sql`select 1 from "order".inbox`' },
    {
      path: 'services/a/b/x.ts',
      text: 'sql`select 1 from t ${more ? sql`join "idempotency" i on true` : none}`',
    },
    { path: 'services/a/b/migrations/0009-x.sql', text: 'alter table story add column x int;' },
  ],
  accepted: [
    { path: 'services/a/b/x.ts', text: "sql`select 1 from story_board where kind = 'story'`" },
    { path: 'services/a/b/x.ts', text: '/** Waits in the outbox, from inbox to story. */' },
    { path: 'services/a/b/x.test.ts', text: 'sql`select 1 from outbox`' },
    { path: 'services/a/b/x-for-tests.ts', text: 'sql`select 1 from story`' },
    { path: 'platform/events/x.ts', text: 'sql`select 1 from outbox`' },
    {
      path: 'services/a/b/migrations/0009-x.sql',
      text: '-- Its story rests in table story.\nselect 1;',
    },
  ],
};

function blankOf(comment: string): string {
  return comment.replaceAll(/[^\n]/g, ' ');
}
