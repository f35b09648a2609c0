import type { Finding, Rule } from '../rule.ts';
import { lineAt, templatesOf, type SourceFile } from '../source-file.ts';

const locks = /^\s*select\b[\s\S]*\bfor\s+(?:no\s+key\s+)?(?:update|share)\b[\s\w]*$/i;

/**
 * Who waits for a row's lock gets the row as it is by then, but whatever else the same statement
 * reads as it was before the wait (PostgreSQL's read committed). So what stands in other rows is
 * read by a statement of its own, under the lock.
 */
export const lockFirst: Rule = {
  name: 'what a lock guards is read after it is held',
  check(file: SourceFile): Finding[] {
    if (!/^(services|platform)\/.*\.ts$/.test(file.path)) return [];
    return templatesOf(file)
      .filter(({ text }) => locks.test(text) && /\(\s*select\b/i.test(selectList(text)))
      .map(({ index }) => ({
        path: file.path,
        line: lineAt(file.text, index),
        message: 'lock the row first, and read other rows in the next statement',
      }));
  },
  refused: [
    {
      path: 'services/a/b/x.ts',
      text: 'sql`select id, (select count(*) from part p where p.of = t.id) as parts from t where id = ${id} for update`',
    },
    {
      path: 'services/a/b/x.ts',
      text: 'sql`\n  select id, exists ( select from part) as used\n  from t for share of t`',
    },
    {
      path: 'services/a/b/x.ts',
      text: 'sql`select id, (select 1 from part) as part from t ${all ? sql`` : sql`where id = ${id}`} for update`',
    },
    {
      path: 'services/a/b/x.ts',
      text: 'sql`select id, ${sql`(select 1 from part)`} as part from t for update`',
    },
  ],
  accepted: [
    {
      path: 'services/a/b/x.ts',
      text: 'sql`select id, greatest(0, a - b) as c from t for update`',
    },
    {
      path: 'services/a/b/x.ts',
      text: 'sql`update t set a = 1 where id in (select id from t limit 9 for update skip locked)`',
    },
    { path: 'services/a/b/x.ts', text: 'sql`select (select count(*) from part) as parts from t`' },
  ],
};

/** What stands before the outermost `from`. */
function selectList(text: string): string {
  let depth = 0;
  for (let index = 0; index < text.length; index += 1) {
    if (text[index] === '(') depth += 1;
    else if (text[index] === ')') depth -= 1;
    else if (depth === 0 && /^\sfrom\s/i.test(text.slice(index, index + 6)))
      return text.slice(0, index);
  }
  return text;
}
