import { told, type Schemas } from '@kontor/sdk';
import { kontor, queryClient } from '../../asking/kontor.ts';
import type { Kept } from '../../forms/use-thing-form.ts';
import type { Channel } from '../../products/use-channels.ts';

type Page = Schemas['AdminChannelPage'];

/** All lists of channels show it from now on. */
export function noteChannel(fresh: Channel): Channel {
  queryClient.setQueryData<Page>(['channels'], (page) => {
    if (!page) return page;
    const others = page.items.filter(({ code }) => code !== fresh.code);
    return { ...page, items: [...others, fresh].toSorted((a, b) => (a.code < b.code ? -1 : 1)) };
  });
  return fresh;
}

/** As it stands now, past all that is kept here. */
async function readChannel(code: string): Promise<Channel> {
  const { items } = await told(kontor.GET('/v1/admin/channels'));
  const found = items.find((each) => each.code === code);
  if (!found) throw new Error(`there is no channel ${code} any more`);
  return noteChannel(found);
}

/** What a panel has of the channel, and how it is read anew. */
export function keptOf<T>(channel: Channel, valuesOf: (channel: Channel) => T) {
  const kept = (read: Channel): Kept<T> => ({ values: valuesOf(read), version: read.version });
  return {
    opened: kept(channel),
    read: async () => kept(await readChannel(channel.code)),
    /** Of what the API answered. */
    taken: async (asked: Promise<Channel>) => kept(noteChannel(await asked)),
  };
}

/** What is sent with every change of a channel. */
export const ofVersion = (code: string, version: number) => ({
  path: { code },
  header: { 'If-Match': `"${version}"` },
});
