import type { Finding, Rule, Sample } from './rule.ts';
import { isTestCode, lineAt, type SourceFile } from './source-file.ts';

interface WordRule {
  readonly name: string;
  readonly instead: string;
  readonly pattern: RegExp;
  /** `code` has comments and strings blanked; `text` is all of it. */
  readonly within: 'code' | 'text';
  readonly applies: (path: string) => boolean;
  readonly refused: readonly Sample[];
  readonly accepted: readonly Sample[];
}

function wordRule({ name, instead, pattern, within, applies, refused, accepted }: WordRule): Rule {
  const check = (file: SourceFile): Finding[] =>
    applies(file.path)
      ? [...file[within].matchAll(pattern)].map((match) => ({
          path: file.path,
          line: lineAt(file.text, match.index),
          message: `"${match[0].trim()}": ${instead}`,
        }))
      : [];
  return { name, check, refused, accepted };
}

const isProgram = (path: string): boolean => /\.(tsx?|js)$/.test(path);
const runsOutside = (path: string): boolean =>
  /^(audit|tools|bench|bin|journeys|proofs)\//.test(path);
/** The clock there is that of whoever looks. */
const runsInBrowsers = (path: string): boolean => /^apps\/admin\/(?!serving\/|build\/)/.test(path);
const isRule = (path: string): boolean => path.startsWith('tools/architecture/');
/** Shows that a column with a name of its own keeps it. */
const namedAsWritten = 'platform/data/column-names.test.ts';
const sample = (path: string, text: string): Sample => ({ path, text });

export const wordRules: readonly Rule[] = [
  wordRule({
    name: 'there is one clock',
    instead: 'read the time from kernel/clock.ts, which tests can move',
    pattern: /\bDate\.now\b|\bnew Date\(\s*\)|\bnew Date\b(?!\s*\()|(?<!new )\bDate\(\s*\)/g,
    within: 'code',
    // Other people's systems, and the sandbox that stands for them, have clocks of their own:
    // what they sign or ask for is compared with the real time, also when a test moved ours.
    applies: (path) =>
      isProgram(path) &&
      path !== 'kernel/clock.ts' &&
      !isTestCode(path) &&
      !runsOutside(path) &&
      !runsInBrowsers(path) &&
      !path.startsWith('external/'),
    refused: [
      sample('apps/admin/serving/serve-admin.ts', 'const a = Date.now();'),
      sample('platform/stories/jobs.ts', 'const a = Date.now();'),
      sample('platform/stories/jobs.ts', 'const a = new Date();'),
      sample('services/order-processing/order/x.ts', 'rows.map(Date.now)'),
      sample('services/order-processing/order/x.ts', 'const id = `${name}:${Date.now()}`;'),
    ],
    accepted: [
      sample(
        'platform/stories/jobs.ts',
        "const a = new Date(row.at); // never Date.now()\nconst s = 'Date.now()';",
      ),
      sample('platform/stories/jobs.ts', 'const s = `never Date.now() ${why}`;'),
      sample('kernel/clock.ts', 'Date.now()'),
      sample('apps/admin/words/formats.ts', 'Date.now()'),
    ],
  }),
  wordRule({
    name: 'nothing prints to the console but the tools',
    instead: 'use the logger that the platform hands in',
    pattern: /\bconsole\s*[.[]/g,
    within: 'code',
    applies: (path) => isProgram(path) && !/^(tools|bench|bin)\//.test(path),
    refused: [
      sample('kernel/money.ts', 'console.log(1)'),
      sample('kernel/money.ts', 'sql`select ${console.log(1)}`'),
    ],
    accepted: [
      sample('bench/run.ts', 'console.log(1)'),
      sample('kernel/money.ts', '// console.log'),
    ],
  }),
  wordRule({
    name: 'a connection that is cut never ends the process',
    instead: 'open it with platform/ground/with-client.ts, which listens for that',
    pattern: /\bnew (?:pg\.)?Client\(/g,
    within: 'code',
    applies: (path) =>
      /^(platform|services|tools)\/.*\.ts$/.test(path) &&
      path !== 'platform/ground/with-client.ts' &&
      !isTestCode(path),
    refused: [sample('platform/provision/provision.ts', 'const admin = new pg.Client(address);')],
    accepted: [
      sample('platform/ground/with-client.ts', 'new pg.Client(config)'),
      sample('platform/a.test.ts', 'new pg.Client(config)'),
    ],
  }),
  wordRule({
    name: 'there are no enums',
    instead: 'use a union of literals, or a constant array and its element type',
    pattern: /^\s*(?:export\s+|declare\s+|const\s+)*enum\s+\w+/gm,
    within: 'code',
    applies: isProgram,
    refused: [
      sample('kernel/a.ts', 'export enum State { a }'),
      sample('kernel/a.ts', 'const enum State { a }'),
    ],
    accepted: [sample('kernel/a.ts', '// an enum of states\nconst s = z.enum([]);')],
  }),
  wordRule({
    name: 'no transaction notifies',
    instead: 'wake the worker in process after the commit (it cost 77 % of the write throughput)',
    pattern: /\bpg_notify\s*\(|\bnotify\s+[a-z_]+\s*[;,]/gi,
    within: 'text',
    applies: (path) => /\.(ts|sql)$/.test(path) && !isRule(path),
    refused: [
      sample('platform/events/relay.ts', "await sql`select pg_notify('a', 'b')`"),
      sample('services/order-processing/order/migrations/0001.sql', 'NOTIFY orders;'),
    ],
    accepted: [sample('platform/events/relay.ts', 'worker.notifyWorker(id);')],
  }),
  wordRule({
    name: 'no column is a floating-point number',
    instead: 'money is bigint minor units; for ratios use integer basis points or numeric',
    pattern:
      /\b(?:float[48]?|real|double\s+precision)\b(?=\s*(?:[,)\n]|not\b|null\b|default\b|check\b|\())/gi,
    within: 'text',
    applies: (path) => path.endsWith('.sql'),
    refused: [
      sample('services/a/b/1.sql', 'create table a (total real);'),
      sample('services/a/b/1.sql', 'create table a (total double precision not null, b int);'),
      sample('services/a/b/1.sql', 'create table a (total float8 default 0);'),
    ],
    accepted: [
      sample('services/a/b/1.sql', 'create table a (total_minor bigint); -- a real total'),
    ],
  }),
  wordRule({
    name: 'migrations only go forward',
    instead: 'write the next migration; expand first, contract in a later release',
    pattern:
      /^\s*--\s*(?:down|migrate:down|rollback)\b|\bexport\s+(?:async\s+)?(?:function|const)\s+down\b/gim,
    within: 'text',
    applies: (path) => /migrations?\//.test(path) || path.endsWith('.sql'),
    refused: [
      sample('services/a/b/migrations/1.sql', '-- down\ndrop table a;'),
      sample('services/a/b/migrations/1.ts', 'export async function down() {}'),
    ],
    accepted: [sample('services/a/b/migrations/1.sql', 'create table a (down boolean);')],
  }),
  wordRule({
    name: 'a column is named once',
    instead:
      'write as snake_case, or nothing where the column is named so: rows have it in camelCase',
    pattern: /\bas\s+"[a-z][a-z0-9]*[A-Z]\w*"/g,
    within: 'text',
    applies: (path) => /^(platform|services)\/.*\.ts$/.test(path) && path !== namedAsWritten,
    refused: [
      sample('services/a/b/c.ts', 'sql`select id as "orderId" from orders`'),
      sample('services/a/b/c.test.ts', 'sql`select ${id} as\n  "orderId" from orders`'),
      sample('platform/events/relay.ts', 'sql`select count(*)::int as "openEvents" from outbox`'),
    ],
    accepted: [
      sample('services/a/b/c.ts', 'sql`select id as order_id, max(at) as last_at from orders`'),
      sample('services/a/b/c.ts', "sql`select jsonb_build_object('orderId', id) as snapshot`"),
      sample('services/a/b/c.ts', 'sql`select v."from", v."priceMinor" from v`'),
      // The oracle reads over connections of its own.
      sample('audit/checks/a.ts', 'select id as "orderId" from orders'),
    ],
  }),
  wordRule({
    name: 'no file names a path of one machine or a registry',
    instead: 'use paths relative to the project, and leave the registry to npm',
    pattern:
      /"resolved":\s*"https?:|\bregistry\.npmjs\.org\b|\bregistry\s*=\s*http|(?<![\w./#-])\/(?:home|Users|work|root)\/[\w.-]+\/[\w./-]*/g,
    within: 'text',
    applies: (path) => !isRule(path),
    refused: [
      sample('package-lock.json', '"resolved": "https://example.org/a.tgz"'),
      sample('.npmrc', 'registry=http://localhost:4873'),
      sample('README.md', 'see /home/anna/kontor/x'),
    ],
    accepted: [sample('services/api-gateway/routes.ts', "route('/v1/work/home/a')")],
  }),
];
