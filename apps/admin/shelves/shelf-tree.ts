import type { Category } from './use-shelves.ts';

export const parentOf = (path: string): string | null =>
  path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : null;

export const slugOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

export const depthOf = (path: string): number => path.split('/').length - 1;

export const pathUnder = (parent: string | null, slug: string): string =>
  parent === null ? slug : `${parent}/${slug}`;

/** In their own order: by position, then by path. */
export function childrenOf(all: readonly Category[], parent: string | null): Category[] {
  return all
    .filter((each) => each.parent === parent)
    .toSorted((one, other) => one.position - other.position || (one.path < other.path ? -1 : 1));
}

/** As it is shown: each followed by what lies below it. */
export function inOrder(all: readonly Category[], parent: string | null = null): Category[] {
  return childrenOf(all, parent).flatMap((each) => [each, ...inOrder(all, each.path)]);
}

/** Each category with the names of all above it: `Kitchen / Cups`. */
export function withTrails(all: readonly Category[]): { path: string; trail: string }[] {
  const names = new Map(all.map(({ path, name }) => [path, name]));
  const trailOf = (path: string): string => {
    const parent = parentOf(path);
    const name = names.get(path) ?? slugOf(path);
    return parent === null ? name : `${trailOf(parent)} / ${name}`;
  };
  return all.map(({ path }) => ({ path, trail: trailOf(path) }));
}

const gap = 10;

/** Those whose position changes where siblings stand in this order from now on. */
export function repositioned(siblings: readonly Category[]): Category[] {
  return siblings.flatMap((each, index) => {
    const position = (index + 1) * gap;
    return position === each.position ? [] : [{ ...each, position }];
  });
}

/** Siblings with one of them a place earlier or later; undefined where it is at the end. */
export function swapped(
  siblings: readonly Category[],
  path: string,
  by: -1 | 1,
): Category[] | undefined {
  const at = siblings.findIndex((each) => each.path === path);
  const other = siblings[at + by];
  const own = siblings[at];
  if (!own || !other) return undefined;
  return siblings.map((each) => (each === own ? other : each === other ? own : each));
}

/** Siblings with one of them, or one that comes to them, before another. */
export function placedBefore(
  siblings: readonly Category[],
  moved: Category,
  before: string,
): Category[] {
  const rest = siblings.filter(({ path }) => path !== moved.path);
  const at = rest.findIndex(({ path }) => path === before);
  return [...rest.slice(0, at), moved, ...rest.slice(at)];
}
