import { told, type Schemas } from '@kontor/sdk';
import { useQuery } from '@tanstack/react-query';
import { kontor, queryClient } from '../asking/kontor.ts';

export type ContentPage = Schemas['AdminPage'];
export type PageKind = ContentPage['kind'];
export type MenuPlace = 'header' | 'footer';

export const pageKinds = [
  'content',
  'imprint',
  'terms',
  'privacy',
  'withdrawal',
  'accessibility',
  'delivery',
] as const satisfies readonly PageKind[];

const pagesKey = 'content pages';
const menusKey = 'menus';

export const channelHeader = (channel: string) => ({ Channel: channel });

/** All pages of a channel, whether shoppers see them or not. */
export function useContentPages(channel: string) {
  return useQuery({
    queryKey: [pagesKey, channel],
    queryFn: ({ signal }) =>
      told(kontor.GET('/v1/admin/pages', { params: { header: channelHeader(channel) }, signal })),
  });
}

export function readPage(channel: string, handle: string, signal?: AbortSignal) {
  const params = { path: { handle }, header: channelHeader(channel) };
  return told(kontor.GET('/v1/admin/pages/{handle}', { params, ...(signal && { signal }) }));
}

/** As it stands when it is opened: what others change later comes with a 412. */
export function useContentPage(channel: string, handle: string) {
  return useQuery({
    queryKey: [pagesKey, channel, handle],
    queryFn: ({ signal }) => readPage(channel, handle, signal),
    refetchOnMount: 'always',
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
}

/** What shoppers were shown of a page, the newest first. */
export function usePublishedTexts(channel: string, { handle, version }: ContentPage) {
  return useQuery({
    queryKey: [pagesKey, channel, handle, 'versions', version],
    queryFn: ({ signal }) =>
      told(
        kontor.GET('/v1/admin/pages/{handle}/versions', {
          params: { path: { handle }, query: { limit: 20 }, header: channelHeader(channel) },
          signal,
        }),
      ),
  });
}

/** Menus as staff set them; a place and language without one has a menu that is made by itself. */
export function useMenus(channel: string) {
  return useQuery({
    queryKey: [menusKey, channel],
    queryFn: ({ signal }) => readMenus(channel, signal),
    refetchOnMount: 'always',
    refetchOnWindowFocus: false,
  });
}

export async function readMenus(channel: string, signal?: AbortSignal) {
  const params = { header: channelHeader(channel) };
  const { menus } = await told(
    kontor.GET('/v1/admin/storefront', { params, ...(signal && { signal }) }),
  );
  return menus;
}

export function noteContent(): void {
  void queryClient.invalidateQueries({ queryKey: [pagesKey] });
  void queryClient.invalidateQueries({ queryKey: [menusKey] });
}
