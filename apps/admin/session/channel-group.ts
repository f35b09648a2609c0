import { chooseWorkChannel, workChannelOf } from '../asking/work-channel.ts';
import { useChannels } from '../products/use-channels.ts';
import type { MenuGroup } from '../shell/action-menu.tsx';
import { useSpeech } from '../words/speech.tsx';
import { forget, type Account } from './use-session.ts';

/** In which channel one works, for whoever holds more than one. */
export function useChannelGroup({ channels: held }: Account): readonly MenuGroup[] {
  const { words } = useSpeech();
  const { channels: known } = useChannels();
  const codes = held === '*' ? known.map(({ code }) => code) : held;
  if (codes.length < 2) return [];
  const current = workChannelOf(held) ?? 'default';
  const items = codes.map((code) => ({
    text: known.find((channel) => channel.code === code)?.name ?? code,
    isChosen: code === current,
    act: () => {
      if (code === current) return;
      // What was read is the other channel's.
      forget();
      chooseWorkChannel(code);
    },
  }));
  return [{ label: words.me.channel, items }];
}
