import type { WooRow } from './woo-row.ts';

interface Choice {
  readonly row: WooRow;
  readonly values: readonly string[];
}

export interface Variation extends Choice {
  /** Another one of a row for any value: the first has its SKU, and they share its stock. */
  readonly isExtra: boolean;
}

export interface Variations {
  /** Three at most; what more there is is joined with the last one. */
  readonly names: readonly string[];
  readonly variations: readonly Variation[];
  readonly isJoined: boolean;
}

const mostOfOneRow = 500;

/**
 * The variations of a product with a value for each of its options. One for any value stands for
 * each of the parent's values that no other variation has.
 */
export function variationsOf(parent: WooRow, children: readonly WooRow[]): Variations {
  const names = namesOf(parent, children);
  const exact: Choice[] = [];
  const open: Choice[] = [];
  for (const row of children) {
    const given = names.map((name) => valuesOf(row, name).join(', '));
    const all = given.map((value, at) => (value === '' ? anyOf(parent, names[at]!) : [value]));
    const each = combinations(all).slice(0, mostOfOneRow);
    const isOpen = given.includes('');
    for (const values of each) (isOpen ? open : exact).push({ row, values });
  }
  const seen = new Set(exact.map(({ values }) => keyOf(values)));
  // What is named comes before what stands for the rest, as their shop chooses too.
  const rest = open.filter(({ values }) => {
    const isNew = !seen.has(keyOf(values));
    seen.add(keyOf(values));
    return isNew;
  });
  const isJoined = names.length > 3;
  const begun = new Set<WooRow>();
  const asVariation = ({ row, values }: Choice): Variation => {
    const isExtra = begun.has(row);
    begun.add(row);
    return { row, values: joined(values), isExtra };
  };
  return {
    names: joined(names),
    variations: [...exact, ...rest].map(asVariation),
    isJoined,
  };
}

/** Those of the variations, in the parent's order. */
function namesOf(parent: WooRow, children: readonly WooRow[]): string[] {
  const used = new Map<string, string>();
  for (const { attributes } of children)
    for (const { name } of attributes) used.set(name.toLowerCase(), name);
  const ofParent = parent.attributes
    .filter(({ name }) => used.has(name.toLowerCase()))
    .map(({ name }) => name);
  const known = new Set(ofParent.map((name) => name.toLowerCase()));
  return [...ofParent, ...[...used].filter(([key]) => !known.has(key)).map(([, name]) => name)];
}

function valuesOf(row: WooRow, name: string): readonly string[] {
  const key = name.toLowerCase();
  return row.attributes.find((one) => one.name.toLowerCase() === key)?.values ?? [];
}

function anyOf(parent: WooRow, name: string): readonly string[] {
  const values = valuesOf(parent, name);
  return values.length === 0 ? ['Any'] : values;
}

function combinations(lists: readonly (readonly string[])[]): string[][] {
  let all: string[][] = [[]];
  for (const list of lists)
    all = all.flatMap((begun) => list.map((value) => [...begun, value])).slice(0, mostOfOneRow);
  return all;
}

function joined(texts: readonly string[]): readonly string[] {
  return texts.length <= 3 ? texts : [...texts.slice(0, 2), texts.slice(2).join(' / ')];
}

function keyOf(values: readonly string[]): string {
  return JSON.stringify(values.map((value) => value.toLowerCase()));
}
