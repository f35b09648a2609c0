import { readFileSync } from 'node:fs';
import { dependencies, type Dependency } from './breakable-shop.ts';
import { flowNames, type FlowName, type Verdict } from './flows.ts';

export interface Cell {
  readonly verdict: Verdict;
  /** What `degraded` means. */
  readonly note: string;
}
export type Matrix = ReadonlyMap<Dependency, ReadonlyMap<FlowName, Cell>>;

const verdicts: readonly Verdict[] = ['available', 'degraded', 'unavailable'];

/**
 * The table of docs/resiliency-matrix.md: a row for each dependency, a column for each flow, and a
 * note behind every `degraded`.
 * @throws naming the first cell that is missing or cannot be read
 */
export function readMatrix(text: string): Matrix {
  const rows = text
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map(cellsOf);
  const [header = [], , ...body] = rows;
  const flows = header.slice(1);
  if (flows.join() !== flowNames.join()) {
    throw new Error(`the columns are ${flows.join(', ')}; they should be ${flowNames.join(', ')}`);
  }
  const matrix = new Map(body.map((row) => [row[0] as Dependency, readRow(row)] as const));
  for (const dependency of dependencies) {
    if (!matrix.has(dependency)) throw new Error(`there is no row for ${dependency}`);
  }
  for (const name of matrix.keys()) {
    if (!dependencies.includes(name)) throw new Error(`nothing is called ${name}`);
  }
  return matrix;
}

export function theMatrix(): Matrix {
  return readMatrix(
    readFileSync(new URL('../../docs/resiliency-matrix.md', import.meta.url), 'utf8'),
  );
}

function cellsOf(line: string): string[] {
  return line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
}

function readRow([name, ...cells]: string[]): ReadonlyMap<FlowName, Cell> {
  return new Map(
    flowNames.map((flow, index) => {
      const [word = '', ...rest] = (cells[index] ?? '').split(': ');
      const verdict = verdicts.find((each) => each === word);
      const note = rest.join(': ');
      if (!verdict)
        throw new Error(`${name}, ${flow}: "${word}" is none of ${verdicts.join(', ')}`);
      if ((verdict === 'degraded') !== (note !== '')) {
        throw new Error(`${name}, ${flow}: say what is degraded, and only that`);
      }
      return [flow, { verdict, note }] as const;
    }),
  );
}
