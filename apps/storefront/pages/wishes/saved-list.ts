import type { z } from 'zod';
import type { listPromises } from '#contracts/cart/lists.ts';
import type { PageRequest } from '../../serving/page.ts';
import { PageRefused } from '../../serving/page-refused.ts';

export type SavedList = z.output<typeof listPromises.getSavedList.output>;
export type SharedList = z.output<typeof listPromises.getSharedList.output>;
export type MovedToCart = z.output<typeof listPromises.moveToCart.output>;
type Summaries = z.output<typeof listPromises.listSavedLists.output>;
export type Summary = Summaries['items'][number];

/** What whoever looks has saved; nothing for whoever is nobody yet. */
export async function summariesOf({ session, ask }: PageRequest): Promise<readonly Summary[]> {
  if (session.kind === 'none') return [];
  return (await ask<Summaries>('listSavedLists')).items;
}

/** The wish list; undefined where nothing was ever put on one. */
export async function wishListOf(
  request: PageRequest,
  summaries: readonly Summary[],
): Promise<SavedList | undefined> {
  const found = summaries.find(({ kind }) => kind === 'wish');
  return found && listBy(request, found.listId);
}

export async function listBy(request: PageRequest, listId: string): Promise<SavedList | undefined> {
  const read = await request.attempt('getSavedList', { listId });
  if (read.ok) return read.value as SavedList;
  const { status, retryAfterSeconds } = read.refused;
  if (status === 404 || status === 422 || status === 400) return undefined;
  throw new PageRefused(status, retryAfterSeconds);
}
