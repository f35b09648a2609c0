import { told, type Schemas } from '@kontor/sdk';
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { kontor } from '../asking/kontor.ts';
import { ifMatch } from '../forms/if-match.ts';
import { isOvertaken } from '../products/product-commands.ts';
import { entriesOf, itemsOf, linksOf, outlineOf, type Entry } from './menu-tree.ts';
import { channelHeader, noteContent, readMenus, type MenuPlace } from './use-content.ts';

type Menu = Schemas['AdminMenu'];

export interface MenuOf {
  readonly channel: string;
  readonly place: MenuPlace;
  readonly locale: string;
}

const mostEntries = 100;
/** No menu has it: one that somebody else began meanwhile is refused, and not overwritten. */
const ofNone = 2_147_483_647;

function putMenu({ channel, ...path }: MenuOf, version: number, entries: readonly Entry[]) {
  const header = { ...channelHeader(channel), 'If-Match': `"${version}"` };
  return told(
    kontor.PUT('/v1/admin/menus/{place}/{locale}', {
      params: { path, header },
      body: { items: itemsOf(entries) },
    }),
  );
}

/** A menu in somebody's hands. `opened` is undefined where it was made by itself so far. */
export function useMenuEditing(of: MenuOf, opened: Menu | undefined) {
  const { channel, place, locale } = of;
  const [kept, setKept] = useState(opened);
  const [entries, setEntries] = useState<readonly Entry[]>(() => entriesOf(opened?.items ?? []));
  const [from, setFrom] = useState(() => outlineOf(entries));
  const [theirs, setTheirs] = useState<Menu>();
  const [done, setDone] = useState<'saved' | 'reset'>();
  const take = (menu: Menu | undefined) => {
    const now = entriesOf(menu?.items ?? []);
    setKept(menu);
    setEntries(now);
    setFrom(outlineOf(now));
    setTheirs(undefined);
  };
  const readNow = async () => {
    const menus = await readMenus(channel);
    return menus.find((menu) => menu.place === place && menu.locale === locale);
  };
  const saved = useMutation({
    mutationFn: ({ version }: { readonly version: number }) => putMenu(of, version, entries),
    onMutate: () => setDone(undefined),
    onSuccess: (menu) => {
      take(menu);
      setDone('saved');
      noteContent();
    },
    onError: async (error) => {
      if (!isOvertaken(error)) return;
      setTheirs(await readNow());
    },
  });
  const reset = useMutation({
    mutationFn: () => {
      const header = { ...channelHeader(channel), ...ifMatch(kept?.version) };
      return told(
        kontor.DELETE('/v1/admin/menus/{place}/{locale}', {
          params: { path: { place, locale }, header },
        }),
      );
    },
    onError: async (error) => {
      if (isOvertaken(error)) take(await readNow());
    },
    onSuccess: () => {
      take(undefined);
      setDone('reset');
      noteContent();
    },
  });
  return {
    kept,
    entries,
    isFull: entries.length >= mostEntries,
    isChanged: outlineOf(entries) !== from,
    change: (next: readonly Entry[]) => {
      setDone(undefined);
      setEntries(next);
    },
    discard: () => take(kept),
    save: () => saved.mutate({ version: kept?.version ?? ofNone }),
    saved,
    reset,
    done,
    theirs,
    /** Of the two menus one's own, over the one that somebody else made. */
    keepMine: () => saved.mutate({ version: theirs?.version ?? ofNone }),
    takeTheirs: () => take(theirs),
    letBe: () => setTheirs(undefined),
  };
}

/** Where the links lead, and what that is called; asked again as they are typed. */
export function useLinkChecks({ channel, locale }: MenuOf, entries: readonly Entry[]) {
  const links = useDeferredValue(linksOf(entries));
  const { data } = useQuery({
    queryKey: ['links', channel, locale, links],
    queryFn: ({ signal }) =>
      told(
        kontor.POST('/v1/admin/link-checks', {
          params: { header: channelHeader(channel) },
          body: { locale, links },
          signal,
        }),
      ),
    enabled: links.length > 0,
    placeholderData: keepPreviousData,
    // What is not taken as a link yet is not finished.
    retry: false,
    staleTime: 10_000,
  });
  return (entry: Entry) =>
    data?.items.find(({ link }) => link.kind === entry.kind && link.target === entry.target.trim());
}
