import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { leaseChanges } from './kinds/lease-changes.ts';
import { moneyChanges } from './kinds/money-changes.ts';
import { partChanges } from './kinds/part-changes.ts';
import { refusalChanges } from './kinds/refusal-changes.ts';
import { rightChanges } from './kinds/right-changes.ts';
import { invariantChanges, lawChanges } from './kinds/rule-changes.ts';
import { stateChanges } from './kinds/state-changes.ts';
import type { Change, Mutant, MutantKind } from './mutant.ts';
import { Syntax } from './syntax.ts';

interface Kind {
  readonly name: MutantKind;
  /** Where it is looked for. */
  readonly files: RegExp;
  changes(syntax: Syntax): Change[];
}

const isWebhook = /webhook|signature/u;
const service = /^services\//u;

const kinds: readonly Kind[] = [
  { name: 'state', files: service, changes: ({ text }) => stateChanges(text) },
  { name: 'part', files: service, changes: partChanges },
  { name: 'right', files: /^(?:services|contracts)\//u, changes: rightChanges },
  {
    name: 'money',
    files:
      /^(?:services\/(?:order-processing|cart-and-checkout|fulfillment|product-catalog\/inventory)|kernel\/(?:money|tax)|external\/payment-gateway)\//u,
    changes: moneyChanges,
  },
  { name: 'lease', files: /^(?:services|platform)\//u, changes: leaseChanges },
  {
    name: 'webhook',
    files: /^(?:services|external(?!\/sandbox))\/.*(?:webhook|signature)/u,
    changes: refusalChanges,
  },
  {
    name: 'guard',
    files: service,
    changes: (syntax) => (isWebhook.test(syntax.path) ? [] : refusalChanges(syntax)),
  },
  { name: 'invariant', files: /^audit\/checks\//u, changes: invariantChanges },
  { name: 'law', files: /^tools\/architecture\//u, changes: lawChanges },
];

/** What is no part of the program: tests and what they are made with. */
const notTheProgram = /\.test\.ts$|-for-tests\.ts$|\.d\.ts$|\/migrations\//u;

/** Every fault that can be planted in a tree as it is now, in the order of its files. */
export function proposeMutants(folder: string): Mutant[] {
  const listed = execFileSync('git', ['ls-files', '*.ts'], { cwd: folder, encoding: 'utf8' });
  const files = listed.split('\n').filter((file) => file !== '' && !notTheProgram.test(file));
  return files.flatMap((file) => {
    const asked = kinds.filter((kind) => kind.files.test(file));
    if (asked.length === 0) return [];
    const syntax = new Syntax(file, readFileSync(join(folder, file), 'utf8'));
    return asked.flatMap((kind) => mutantsOf(kind, syntax));
  });
}

function mutantsOf(kind: Kind, syntax: Syntax): Mutant[] {
  const taken = new Map<string, number>();
  return kind.changes(syntax).map((change) => {
    const within = syntax.nameAround(change.start);
    const name = within === '' ? change.name : `${within}: ${change.name}`;
    const times = (taken.get(name) ?? 0) + 1;
    taken.set(name, times);
    const number = times === 1 ? '' : ` (${times})`;
    const file = syntax.path;
    const id = `${kind.name}:${file.replace(/\.ts$/u, '')}:${name}${number}`;
    return { id, kind: kind.name, file, ...textsOf(syntax.text, change) };
  });
}

/** The whole lines that change, and so many before them that they stand in the file once. */
function textsOf(text: string, { start, end, to }: Change): Pick<Mutant, 'from' | 'to'> {
  let first = text.lastIndexOf('\n', start - 1) + 1;
  const lineEnd = text.indexOf('\n', end);
  const last = lineEnd === -1 ? text.length : lineEnd;
  while (
    first > 0 &&
    text.indexOf(text.slice(first, last)) !== text.lastIndexOf(text.slice(first, last))
  ) {
    first = text.lastIndexOf('\n', first - 2) + 1;
  }
  return {
    from: text.slice(first, last),
    to: text.slice(first, start) + to + text.slice(end, last),
  };
}

/** A tree's or a service's part of the mutants: `order-processing/order`, `platform/stories`, `audit`. */
export function placeOfMutant({ file }: Mutant): string {
  const [top = '', group = '', name = ''] = file.split('/');
  return top === 'services' ? `${group}/${name}` : top;
}

/** Up to so many of each kind in each place, the same ones for the same tree. */
export function chooseMutants(proposed: readonly Mutant[], ofEach: number): Mutant[] {
  const rooms = Map.groupBy(proposed, (mutant) => `${mutant.kind} ${placeOfMutant(mutant)}`);
  const chosen = [...rooms.values()].flatMap((room) =>
    room.toSorted((one, other) => order(one).localeCompare(order(other))).slice(0, ofEach),
  );
  return chosen.toSorted((one, other) => one.id.localeCompare(other.id));
}

const order = ({ id }: Mutant) => createHash('sha256').update(id).digest('hex');
