import { told, type Schemas } from '@kontor/sdk';
import { useQuery } from '@tanstack/react-query';
import { kontor } from '../asking/kontor.ts';
import { workChannelOf } from '../asking/work-channel.ts';
import { useAccount, useMay } from '../session/use-session.ts';

export type Channel = Schemas['AdminChannel'];

/** Channels in which whoever is signed in may act, open ones first. */
export function useChannels() {
  const account = useAccount();
  const may = useMay();
  const { data, error, refetch } = useQuery({
    queryKey: ['channels'],
    queryFn: ({ signal }) => told(kontor.GET('/v1/admin/channels', { signal })),
    staleTime: 60_000,
    enabled: may('catalog:read'),
  });
  const held = account?.channels ?? [];
  const channels = data?.items.filter(({ code }) => held === '*' || held.includes(code)) ?? [];
  return {
    channels: channels.toSorted((one, other) => Number(other.active) - Number(one.active)),
    isRead: data !== undefined,
    /** Why they are not known. */
    problem: error && !data ? { error, again: () => void refetch() } : undefined,
  };
}

/** The one in which one works: as the address says, else the one that they chose to work in. */
export function useChannel(wanted: string | undefined) {
  const { channels, isRead, problem } = useChannels();
  const held = useAccount()?.channels ?? '*';
  // Before the channels are known, too, nothing is asked in one that is not theirs.
  const usual = workChannelOf(held) ?? 'default';
  const named = (code: string) => channels.find((channel) => channel.code === code);
  const channel = named(wanted ?? usual) ?? named(usual) ?? channels[0];
  const mayBe = wanted !== undefined && (held === '*' || held.includes(wanted));
  const code = channel?.code ?? (mayBe && !isRead && !problem ? wanted : usual);
  return { channels, channel, code, problem };
}
