import { leadsTo, tapSockets, type TappedServer } from './tap-sockets.ts';
import { WireCounter, type WireCounts } from './wire-counter.ts';

/**
 * Loaded into a process before its own program (`node --import`), of this version or another: when its
 * parent asks, it counts what the connections say that the process makes from then on. Connections
 * that are there already are left alone, and so is the process while nobody asks.
 */
export type TapRequest =
  | { readonly wireCounts: 'begin'; readonly server: TappedServer }
  | { readonly wireCounts: 'end' };
export interface TapReply {
  readonly wireCounts: WireCounts;
}

const counter = new WireCounter((name) => name.startsWith('kontor '));
let undo = (): void => {};

process.on('message', (message: Partial<TapRequest>) => {
  if (message.wireCounts === undefined) return;
  undo();
  undo = () => {};
  if (message.wireCounts === 'begin' && 'server' in message) {
    counter.reset();
    ({ undo } = tapSockets(counter, leadsTo(message.server!)));
  }
  process.send?.({ wireCounts: counter.counts } satisfies TapReply);
});
