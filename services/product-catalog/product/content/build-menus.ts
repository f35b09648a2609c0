import type { z } from 'zod';
import type { keptItems, Link, shownItem } from '#contracts/product/storefront/links.ts';
import type { FramePage } from './frames.ts';
import { keyOf, type Targets } from './links/link-targets.ts';

type Kept = z.output<typeof keptItems>;
type Shown = z.output<typeof shownItem>;
interface KeptItem {
  readonly label: string | null;
  readonly link: Link | null;
  readonly items?: readonly KeptItem[];
}
interface Department {
  readonly path: string;
  readonly parent: string | null;
  readonly name: string;
}

/** All links of a menu, those below others included. */
export function linksOf(items: readonly KeptItem[]): Link[] {
  return items.flatMap(({ link, items: below }) => [
    ...(link ? [link] : []),
    ...linksOf(below ?? []),
  ]);
}

/** The link to what it leads to as that is named now; null where shoppers can read nothing there. */
export function shownLink(link: Link | null, targets: Targets): Link | null {
  if (link === null || link.kind === 'address') return link;
  const found = targets.get(keyOf(link));
  return found ? { kind: link.kind, target: found.target } : null;
}

/**
 * A menu as shoppers see it: named, without what leads nowhere and headings with nothing below them.
 * @param pages those that say themselves that they belong into it; what it has already is not added
 */
export function shownMenu(items: Kept, targets: Targets, pages: readonly FramePage[]): Shown[] {
  const there = new Set(linksOf(items).map(keyOf));
  const added = pages.filter(({ handle }) => !there.has(keyOf({ kind: 'page', target: handle })));
  return [...shownItems(items, targets), ...added.map(itemOfPage)] as Shown[];
}

function shownItems(items: readonly KeptItem[], targets: Targets): object[] {
  return items.flatMap(({ label, link, items: below }) => {
    const leads = shownLink(link, targets);
    const shown = below && shownItems(below, targets);
    if (leads === null && (shown === undefined || shown.length === 0)) return [];
    const name = label ?? (link && targets.get(keyOf(link))?.name) ?? link?.target ?? '';
    return [{ label: name, link: leads, ...(shown ? { items: shown } : {}) }];
  });
}

function itemOfPage({ handle, title }: FramePage): Shown {
  return { label: title, link: { kind: 'page', target: handle }, items: [] };
}

/** The departments of a shop whose staff set no menu. */
export function departmentMenu(departments: readonly Department[]): Shown[] {
  const itemOf = ({ path, name }: Department) => ({
    label: name,
    link: { kind: 'category' as const, target: path },
  });
  return departments
    .filter(({ parent }) => parent === null)
    .map((root) => ({
      ...itemOf(root),
      items: departments
        .filter(({ parent }) => parent === root.path)
        .map((below) => ({ ...itemOf(below), items: [] })),
    }));
}

/** Without a menu of its own the foot of a page has all pages, those of law too. */
export function pageMenu(pages: readonly FramePage[]): Shown[] {
  return pages.filter(({ menu }) => menu !== 'header').map(itemOfPage);
}
