import type { Schemas } from '@kontor/sdk';
import type { IconName } from '../shell/icon.tsx';

/** One line of the palette. */
export interface Entry {
  readonly key: string;
  readonly label: string;
  readonly detail?: string | undefined;
  /** A word of how it stands. */
  readonly state?: string | undefined;
  readonly icon: IconName;
  readonly hint?: string | undefined;
  /** Where it leads, as routes write it; undefined of what is done. */
  readonly to?: string;
  readonly params?: Readonly<Record<string, string>> | undefined;
  readonly search?: Readonly<Record<string, string>> | undefined;
  readonly act?: () => void;
}

export interface Group {
  readonly value: string;
  readonly items: readonly Entry[];
}

type Hit = Schemas['SearchHit'];

/** The page of each kind that is searched, as routes write it, and its sign. */
export const pagesOfKinds: Readonly<
  Record<string, { readonly path: string; readonly icon: IconName }>
> = {
  order: { path: '/orders/$orderId', icon: 'orders' },
  customer: { path: '/customers/$customerId', icon: 'people' },
  product: { path: '/products/$productId', icon: 'tag' },
  ticket: { path: '/tickets/$ticketId', icon: 'ticket' },
};

/** Of what has a page; undefined of the rest, which nobody could open. */
export function entryOf(
  { kind, id, label, detail, state }: Hit,
  isThere: (path: string) => boolean,
  stateWord: (kind: string, state: string) => string | undefined,
): Entry | undefined {
  const page = pagesOfKinds[kind];
  if (!page || !isThere(page.path)) return undefined;
  return {
    key: `${kind} ${id}`,
    label,
    detail: detail === label ? undefined : (detail ?? undefined),
    state: state === null ? undefined : stateWord(kind, state),
    icon: page.icon,
    to: page.path,
    params: { [page.path.slice(page.path.indexOf('$') + 1)]: id },
  };
}

/** What is typed, and what it is asked of: all, what can be done, or products. */
export function readTyped(typed: string) {
  const text = typed.trim();
  const [first] = text;
  if (first === '>') return { only: 'actions', text: text.slice(1).trim() } as const;
  if (first === '#') return { only: 'products', text: text.slice(1).trim() } as const;
  return { only: undefined, text } as const;
}

/** Each word of what was typed stands somewhere in it. */
export function fits(text: string, { label, detail = '' }: Entry): boolean {
  const said = `${label} ${detail}`.toLowerCase();
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => said.includes(word));
}
