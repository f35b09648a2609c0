import { useQuery } from '@tanstack/react-query';
import { useChannel } from '../products/use-channels.ts';
import { queryClient } from '../asking/kontor.ts';

interface Asked<T> {
  readonly name: string;
  /** As the address names it. */
  readonly channel: string | undefined;
  readonly read: (code: string, signal: AbortSignal) => Promise<T>;
}

/**
 * What a channel has of its own. It is not read anew beneath one's hands: who opens the page sees it
 * as it is then.
 */
export function useOfChannel<T>({ name, channel: wanted, read }: Asked<T>) {
  const { channel, channels, code, problem } = useChannel(wanted);
  const key = ['settings', name, code] as const;
  const { data, error, refetch } = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => read(code, signal),
    // Forms begin with it: what stood there before somebody saved is never shown again.
    gcTime: 0,
    refetchOnMount: 'always',
    refetchOnWindowFocus: false,
  });
  return {
    code,
    channel,
    channels,
    data,
    error: error ?? problem?.error,
    again: () => void refetch(),
    /** After a command. */
    anew: () => queryClient.invalidateQueries({ queryKey: key }),
  };
}
