import { posix } from 'node:path';
import { topLevelImportsOf } from '../architecture/floors.ts';
import { importsOf } from '../architecture/imports.ts';
import { circlesOfFiles } from '../architecture/rooms.ts';
import { isTestCode, type SourceFile } from '../architecture/source-file.ts';

/** How well the tree can be found about in; tests are left out everywhere. */
export interface House {
  readonly files: number;
  readonly folders: number;
  readonly largestFolder: { readonly path: string; readonly files: number };
  /** Folders by how many source files they hold, the fullest first. */
  readonly fullest: readonly { readonly path: string; readonly files: number }[];
  readonly circles: readonly string[];
  readonly medianLines: number;
  readonly longestFile: { readonly path: string; readonly lines: number };
  /** Pairs of top-level folders of which one opens the other. */
  readonly arrows: number;
  readonly arrowsUp: readonly string[];
  /** Lines that only bring together what others do, per cent of all. */
  readonly wiringShare: number;
  /** Files beside its own folder that have to know the provider that most of them know. */
  readonly providerFiles: { readonly provider: string; readonly paths: readonly string[] };
}

const shown = 5;

/** Measures what is in the files; a folder of commands, routes or numbered scenarios is a list. */
export function measureHouse(files: readonly SourceFile[]): House {
  const sources = files.filter(({ path }) => /\.(ts|js)$/.test(path) && !isTestCode(path));
  const byFolder = Map.groupBy(sources, ({ path }) => posix.dirname(path));
  const fullest = [...byFolder]
    .map(([path, { length }]) => ({ path, files: length }))
    .toSorted((one, other) => other.files - one.files);
  const lengths = sources
    .map(({ path, text }) => ({ path, lines: text.trimEnd().split('\n').length }))
    .toSorted((one, other) => one.lines - other.lines);
  const opened = sources.flatMap(topLevelImportsOf);
  const pairs = new Set(opened.map(({ from, to }) => `${from} → ${to}`));
  const up = opened.filter(({ runsUp }) => runsUp).map(({ from, to }) => `${from} → ${to}`);
  const isList = ({ path }: { path: string }) => /(^|\/)(commands|routes|scenarios)$/.test(path);
  const nothing = { path: '', files: 0, lines: 0 };
  return {
    files: sources.length,
    folders: byFolder.size,
    largestFolder: fullest.find((folder) => !isList(folder)) ?? nothing,
    fullest: fullest.slice(0, shown),
    circles: circlesOfFiles(sources).map(({ message }) => message.split(':')[0]!),
    medianLines: lengths[Math.floor(lengths.length / 2)]?.lines ?? 0,
    longestFile: lengths.at(-1) ?? nothing,
    wiringShare: wiringShare(sources),
    arrows: pairs.size,
    arrowsUp: [...new Set(up)].toSorted(),
    providerFiles: providerFiles(sources),
  };
}

const imports = /^(?:import\b|export\b[^;=()]*\bfrom\b)[^;]*;/gm;

/** Imports, and the tables of contents of the services, in which each promise gets its handler. */
function wiringShare(sources: readonly SourceFile[]): number {
  const linesOf = (text: string) => text.trimEnd().split('\n').length;
  let all = 0;
  let wiring = 0;
  for (const { path, text } of sources) {
    const lines = linesOf(text);
    const imported = (text.match(imports) ?? []).reduce((sum, one) => sum + linesOf(one), 0);
    all += lines;
    wiring += /^services\/.*\/service\.ts$/.test(path) ? lines : imported;
  }
  return all === 0 ? 0 : Math.round((1_000 * wiring) / all) / 10;
}

/** Of a vendor's folder `external/<system>/<vendor>/`: who opens it, or names a variable it declares. */
function providerFiles(sources: readonly SourceFile[]): House['providerFiles'] {
  const folders = new Set(
    sources.flatMap(({ path }) => /^external\/(?!sandbox\/)[^/]+\/[^/]+(?=\/)/.exec(path) ?? []),
  );
  const known = [...folders].map((provider) => {
    const declaration = sources.find(({ path }) => path === `${provider}/index.ts`);
    const variables = declaration?.text.match(/\b(?!KONTOR_)[A-Z]+_[A-Z_]+(?=:)/g) ?? [];
    const paths = sources
      // The sandbox is the vendor's other side, and not needed for one.
      .filter(
        ({ path }) => !path.startsWith(`${provider}/`) && !path.startsWith('external/sandbox/'),
      )
      .filter(
        (file) =>
          importsOf(file).some(
            ({ specifier = '', typeOnly }) =>
              !typeOnly && openedBy(file.path, specifier).startsWith(`${provider}/`),
          ) || variables.some((name) => file.text.includes(name)),
      )
      .map(({ path }) => path);
    return { provider, paths };
  });
  const most = known.toSorted((one, other) => other.paths.length - one.paths.length)[0];
  return most ?? { provider: '', paths: [] };
}

function openedBy(path: string, specifier: string): string {
  return specifier.startsWith('.')
    ? posix.join(posix.dirname(path), specifier)
    : specifier.replace(/^#/, '');
}

export function describeHouse(house: House): string {
  const { largestFolder, longestFile, circles, arrowsUp, providerFiles: known } = house;
  const rows: [what: string, figure: string | number, which?: string][] = [
    ['source files', house.files],
    ['folders with source files', house.folders],
    ['largest folder', largestFolder.files, largestFolder.path],
    ['circles of files', circles.length, circles.join('; ')],
    ['median file, lines', house.medianLines],
    ['longest file, lines', longestFile.lines, longestFile.path],
    ['wiring, per cent of all lines', house.wiringShare],
    ['arrows between top-level folders', house.arrows],
    ['of these run up', arrowsUp.length, arrowsUp.join(', ')],
    ['files for a provider, its own aside', known.paths.length, known.paths.join(', ')],
  ];
  const lines = rows.map(([what, figure, which = '']) =>
    `${what.padEnd(34)}${String(figure).padStart(6)}  ${which}`.trimEnd(),
  );
  const fullest = house.fullest.map(({ path, files }) => `  ${String(files).padStart(3)}  ${path}`);
  return `${[...lines, '', 'fullest folders', ...fullest].join('\n')}\n`;
}
