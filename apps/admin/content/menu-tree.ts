import type { Schemas } from '@kontor/sdk';

type Link = Schemas['GivenLink'];
export type LinkKind = Link['kind'];

/** An entry of a menu as it is edited: one below the other, by how deep it stands. */
export interface Entry {
  readonly id: string;
  /** 0 to 2. */
  readonly depth: number;
  readonly label: string;
  /** Undefined is a heading. */
  readonly kind: LinkKind | undefined;
  readonly target: string;
}

interface Kept {
  readonly label: string | null;
  readonly link: { readonly kind: LinkKind; readonly target: string } | null;
  readonly items?: readonly Kept[];
}

const deepest = 2;

export function entriesOf(items: readonly Kept[], depth = 0): Entry[] {
  return items.flatMap(({ label, link, items: below = [] }) => [
    {
      id: crypto.randomUUID(),
      depth,
      label: label ?? '',
      kind: link?.kind,
      target: link?.target ?? '',
    },
    ...entriesOf(below, depth + 1),
  ]);
}

/** Of an entry and all below it, how many stand from `at` on. */
function lengthOf(entries: readonly Entry[], at: number): number {
  const { depth } = entries[at]!;
  const next = entries.findIndex((entry, index) => index > at && entry.depth <= depth);
  return (next === -1 ? entries.length : next) - at;
}

const linkOf = ({ kind, target }: Entry): Link | null =>
  kind === undefined ? null : { kind, target: target.trim() };

/** As the API takes it: three levels at most. */
export function itemsOf(entries: readonly Entry[]) {
  const under = (from: number, to: number): { head: Entry; from: number; to: number }[] => {
    const found = [];
    for (let at = from; at < to;) {
      const end = Math.min(at + lengthOf(entries, at), to);
      found.push({ head: entries[at]!, from: at + 1, to: end });
      at = end;
    }
    return found;
  };
  const shown = (head: Entry) => ({ label: head.label.trim() || null, link: linkOf(head) });
  return under(0, entries.length).map((root) => ({
    ...shown(root.head),
    items: under(root.from, root.to).map((branch) => ({
      ...shown(branch.head),
      items: under(branch.from, branch.to).map((leaf) => shown(leaf.head)),
    })),
  }));
}

export const linksOf = (entries: readonly Entry[]): Link[] =>
  entries.flatMap((entry) => (entry.target.trim() === '' ? [] : (linkOf(entry) ?? [])));

/** An entry with all below it, before or after the one beside it at its depth; unchanged at the ends. */
export function stepped(entries: readonly Entry[], id: string, by: -1 | 1): readonly Entry[] {
  const at = entries.findIndex((entry) => entry.id === id);
  const { depth } = entries[at]!;
  const length = lengthOf(entries, at);
  if (by === 1) {
    const next = entries[at + length];
    if (next?.depth !== depth) return entries;
    return stepped(entries, next.id, -1);
  }
  let above = at - 1;
  while (above >= 0 && entries[above]!.depth > depth) above -= 1;
  if (above < 0 || entries[above]!.depth < depth) return entries;
  return [
    ...entries.slice(0, above),
    ...entries.slice(at, at + length),
    ...entries.slice(above, at),
    ...entries.slice(at + length),
  ];
}

/** An entry with all below it one deeper, below the one above it, or one less deep; unchanged where it cannot. */
export function indented(entries: readonly Entry[], id: string, by: -1 | 1): readonly Entry[] {
  const at = entries.findIndex((entry) => entry.id === id);
  const length = lengthOf(entries, at);
  const moved = entries.slice(at, at + length);
  const depths = moved.map(({ depth }) => depth + by);
  const above = entries[at - 1]?.depth ?? -1;
  if (depths.some((depth) => depth > deepest) || depths[0]! > above + 1 || depths[0]! < 0)
    return entries;
  const shifted = moved.map((entry) => ({ ...entry, depth: entry.depth + by }));
  return [...entries.slice(0, at), ...shifted, ...entries.slice(at + length)];
}

/** An entry with all below it right before another, as deep as that; unchanged where it would be too deep. */
export function dropped(entries: readonly Entry[], id: string, before: string): readonly Entry[] {
  const at = entries.findIndex((entry) => entry.id === id);
  const length = lengthOf(entries, at);
  const moved = entries.slice(at, at + length);
  if (moved.some((entry) => entry.id === before)) return entries;
  const rest = [...entries.slice(0, at), ...entries.slice(at + length)];
  const place = rest.findIndex((entry) => entry.id === before);
  const by = rest[place]!.depth - moved[0]!.depth;
  const shifted = moved.map((entry) => ({ ...entry, depth: entry.depth + by }));
  if (shifted.some(({ depth }) => depth > deepest)) return entries;
  return [...rest.slice(0, place), ...shifted, ...rest.slice(place)];
}

/** Without an entry; what stood below it moves up to where it stood. */
export function removed(entries: readonly Entry[], id: string): readonly Entry[] {
  const at = entries.findIndex((entry) => entry.id === id);
  const length = lengthOf(entries, at);
  return [
    ...entries.slice(0, at),
    ...entries.slice(at + 1, at + length).map((entry) => ({ ...entry, depth: entry.depth - 1 })),
    ...entries.slice(at + length),
  ];
}

/** To be read beside another's. */
export const outlineOf = (entries: readonly Entry[]): string =>
  entries
    .map(({ depth, label, target }) => `${'  '.repeat(depth)}${label || target} ${label && target}`)
    .map((line) => line.trimEnd())
    .join('\n');
