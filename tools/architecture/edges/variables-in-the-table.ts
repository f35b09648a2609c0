import { settingsByName } from '#platform/settings/every-setting.ts';
import type { Finding, Rule } from '../rule.ts';
import { lineAt, type SourceFile } from '../source-file.ts';

/** The machine's own, which are no settings of a shop. */
const ofTheSystem = new Set([
  'PATH',
  'HOME',
  'XDG_CACHE_HOME',
  'SystemRoot',
  'NODE_OPTIONS',
  'NODE_COMPILE_CACHE',
  'LD_LIBRARY_PATH',
  'npm_lifecycle_event',
  'npm_execpath',
  'npm_node_execpath',
]);

/** A program of its own beside the shop, whose options may stand in its environment. */
const ofTheSandbox = /^external\/sandbox\/(main|spawn)\.ts$/;

/** Where a process begins, or starts another one: the environment is taken here and handed on. */
const entrances =
  /^(bin|bench|journeys|proofs|platform\/test-kit)\/|^tools\/|^app\/boot\.ts$|^platform\/(run\/data-folder-lock|nats-server|embedded-postgres)\b|\.test\.ts$|-for-tests\.ts$/;

/** A variable read by name: `process.env['X']`, `environment['X']`, `.env.X`. */
const readByName = /\b(?:process\.env|environment|env)(?:\.([A-Za-z_]\w*)\b(?!\()|\[\s*(['"]))/g;
const taken = /\{([^{}]*)\}\s*(?::[^=;]*)?=\s*(?:process\.env|environment)\b/g;

const known = (name: string) => name in settingsByName || ofTheSystem.has(name);
const isVariable = (name: string) => /^[A-Z][A-Z0-9_]+$/.test(name);

export const variablesInTheTable: Rule = {
  name: 'variables of the environment are in the table of settings',
  check(file): Finding[] {
    const { path, code, text } = file;
    if (!/\.(ts|js)$/.test(path) || ofTheSandbox.test(path)) return [];
    const find = (at: number, message: string) => ({ path, line: lineAt(text, at), message });
    const unknown = namesRead(file)
      .filter(({ name }) => !known(name))
      .map(({ name, at }) =>
        find(
          at,
          `${name} is in no table of platform/settings/: declare it there with what it means`,
        ),
      );
    if (entrances.test(path)) return unknown;
    const own = [...code.matchAll(/\bprocess\.env\b/g)].map(({ index }) =>
      find(index, 'process.env is taken where a process begins; take what was read of it instead'),
    );
    return [...unknown, ...own];
  },
  refused: [
    { path: 'services/order-processing/order/a.ts', text: "x(process.env['KONTOR_CAPTURE_AT']);" },
    { path: 'external/sms/twilio/index.ts', text: 'const all = { ...process.env };' },
    { path: 'app/boot.ts', text: "const a = environment['KONTOR_NOBODY_KNOWS'];" },
    { path: 'app/boot.ts', text: 'const a = process.env.KONTOR_NOBODY_KNOWS;' },
    { path: 'tools/commands/start.ts', text: "const a = process.env['STRIPE_NOBODY_KNOWS'];" },
    { path: 'tools/commands/start.ts', text: 'const { KONTOR_NEW: a } = environment;' },
    { path: 'tools/commands/start.ts', text: 'const { PORT, KONTOR_NEW } = process.env;' },
  ],
  accepted: [
    { path: 'app/boot.ts', text: "const a = environment['KONTOR_FAILPOINTS'];" },
    { path: 'tools/commands/start.ts', text: "const a = process.env['PATH'];" },
    { path: 'tools/commands/start.ts', text: 'const { PORT: a } = process.env;' },
    { path: 'tools/commands/start.ts', text: 'start({ environment: process.env });' },
    { path: 'platform/run/read-settings.ts', text: 'const a = environment[name];' },
  ],
};

function namesRead({ code, text }: SourceFile): { name: string; at: number }[] {
  const direct = [...code.matchAll(readByName)].flatMap((match) => {
    const quoteAt = match.index + match[0].length - 1;
    const name = match[1] ?? text.slice(quoteAt + 1, code.indexOf(match[2]!, quoteAt + 1));
    return match[1] && !isVariable(name) ? [] : [{ name, at: match.index }];
  });
  const destructured = [...code.matchAll(taken)].flatMap((match) =>
    match[1]!
      .split(',')
      .map((part) => part.split(/[:=]/)[0]!.trim())
      .filter((name) => /^\w+$/.test(name))
      .map((name) => ({ name, at: match.index })),
  );
  return [...direct, ...destructured];
}
