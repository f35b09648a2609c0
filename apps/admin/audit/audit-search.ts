import type { QueryOf } from '@kontor/sdk';

type ListQuery = QueryOf<'adminListAuditEntries'>;

export const periods = ['1', '7', '30', '90'] as const;
/** What can be narrowed by a click on it. */
export const narrowings = ['actorId', 'operation', 'subject'] as const;
export type Narrowing = (typeof narrowings)[number];

/** What the list is asked for, as it stands in the address. */
export interface AuditSearch {
  readonly actorId?: string;
  /** What the actor was called where one was clicked. */
  readonly name?: string;
  readonly operation?: string;
  readonly subject?: string;
  /** Changed within so many days. */
  readonly days?: (typeof periods)[number];
}

const textMost = 200;
const uuid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** From an address, whoever wrote it: what is none of ours is left out. */
export function readAuditSearch(given: Record<string, unknown>): AuditSearch {
  const textOf = (name: string) => {
    const value = given[name];
    return typeof value === 'string' && value !== '' ? value.slice(0, textMost) : undefined;
  };
  const actorId = textOf('actorId');
  const read = {
    actorId: actorId && uuid.test(actorId) ? actorId : undefined,
    name: textOf('name'),
    operation: textOf('operation'),
    subject: textOf('subject'),
    days: periods.find((each) => each === String(given['days'])),
  };
  const said = Object.entries(read).filter(([, value]) => value !== undefined);
  return Object.fromEntries(said) as AuditSearch;
}

/** As the API is asked. */
export function auditQueryOf(search: AuditSearch): ListQuery {
  const { days, name: _, ...narrowed } = search;
  return { ...narrowed, ...(days ? { from: daysAgo(Number(days)) } : {}) };
}

/** To the hour, so that a list that is looked at for a while stays the same one. */
function daysAgo(days: number): string {
  const hourMs = 3_600_000;
  const from = Math.floor((Date.now() - days * 24 * hourMs) / hourMs) * hourMs;
  return new Date(from).toISOString();
}
