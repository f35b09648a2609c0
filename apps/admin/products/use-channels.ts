import { told, type Schemas } from '@kontor/sdk';
import { useQuery } from '@tanstack/react-query';
import { kontor } from '../asking/kontor.ts';
import { useAccount } from '../session/use-session.ts';

export type Channel = Schemas['AdminChannel'];

/** Channels in which whoever is signed in may act, open ones first. */
export function useChannels(): readonly Channel[] {
  const account = useAccount();
  const { data } = useQuery({
    queryKey: ['channels'],
    queryFn: ({ signal }) => told(kontor.GET('/v1/admin/channels', { signal })),
    staleTime: 60_000,
  });
  const held = account?.channels ?? [];
  const channels = data?.items.filter(({ code }) => held === '*' || held.includes(code)) ?? [];
  return channels.toSorted((one, other) => Number(other.active) - Number(one.active));
}

/** The one in which one works: as the address says, else `default`, else the first that is theirs. */
export function useChannel(wanted: string | undefined) {
  const channels = useChannels();
  const held = useAccount()?.channels ?? '*';
  // Before the channels are known, too, nothing is asked in one that is not theirs.
  const usual = held === '*' || held.includes('default') ? 'default' : (held[0] ?? 'default');
  const named = (code: string) => channels.find((channel) => channel.code === code);
  const channel = named(wanted ?? usual) ?? named(usual) ?? channels[0];
  return { channels, channel, code: channel?.code ?? usual };
}
