import { posix } from 'node:path';
import { importsOf } from './imports.ts';
import type { Finding, Rule } from './rule.ts';
import { isTestCode, type SourceFile } from './source-file.ts';

/** The top-level folders from the ground up; each leans on those before it and on none after it. */
const floors = [
  'kernel',
  'contracts',
  'external',
  'platform',
  'product-files',
  'services',
  'apps',
  'demo',
  'app',
  'audit',
  'journeys',
  'proofs',
  'bench',
  'tools',
  'bin',
];

/** One import between two top-level folders. */
export interface TopLevelImport {
  readonly from: string;
  readonly to: string;
  readonly line: number;
  readonly specifier: string;
  readonly runsUp: boolean;
}

/** What a file opens in other top-level folders. */
export function topLevelImportsOf(file: SourceFile): TopLevelImport[] {
  if (!/\.(tsx?|js)$/.test(file.path)) return [];
  const [from = ''] = file.path.split('/');
  return importsOf(file).flatMap(({ specifier = '', line }) => {
    const to = topOf(file.path, specifier);
    if (to === undefined || to === from) return [];
    return [{ from, to, line, specifier, runsUp: floors.indexOf(to) > floors.indexOf(from) }];
  });
}

function topOf(path: string, specifier: string): string | undefined {
  if (!/^[.#]/.test(specifier)) return undefined;
  const target = specifier.startsWith('#')
    ? specifier.slice(1)
    : posix.join(posix.dirname(path), specifier);
  const [top = ''] = target.split('/');
  return floors.includes(top) ? top : undefined;
}

const at = (path: string, specifier: string) => ({
  path,
  text: `import { x } from '${specifier}';`,
});

/** Tests open what they test with, on whatever floor it is. */
export const importsRunDown: Rule = {
  name: 'imports between top-level folders run down',
  check(file): Finding[] {
    if (isTestCode(file.path)) return [];
    return topLevelImportsOf(file)
      .filter(({ runsUp }) => runsUp)
      .map(({ from, to, line, specifier }) => ({
        path: file.path,
        line,
        message: `${specifier}: ${from}/ lies below ${to}/; move what both need down, or hand it in`,
      }));
  },
  refused: [
    at('kernel/money.ts', '#contracts/shapes.ts'),
    at('platform/calls/calls.ts', '#app/compose.ts'),
    at('audit/audit.ts', '#journeys/people/journal.ts'),
    at('journeys/purchase-journeys.ts', '#tools/command-line.ts'),
    at('journeys/purchase-journeys.ts', '../bench/load.ts'),
    at('app/seed.ts', '../audit/audit.ts'),
    at('demo/pictures.ts', '#app/compose.ts'),
  ],
  accepted: [
    at('tools/commands/audit.ts', '#audit/audit.ts'),
    at('app/compose.ts', '../services/cart-and-checkout/cart/service.ts'),
    at('platform/calls/calls.ts', './service.ts'),
    at('journeys/purchase-budget.test.ts', '../bench/load.ts'),
  ],
};
