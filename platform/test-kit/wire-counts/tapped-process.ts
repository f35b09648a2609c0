import { StatementRecorder, type RecordedStatement } from './statement-recorder.ts';
import { leadsTo, tapSockets, type TappedServer } from './tap-sockets.ts';
import { WireCounter, type WireCounts } from './wire-counter.ts';

/**
 * Loaded into a process before its own program (`node --import`), of this version or another: when its
 * parent asks, it counts or records what the connections say that the process makes from then on.
 * Connections that are there already are left alone, and so is the process while nobody asks.
 */
export type TapRequest =
  | { readonly wire: 'count' | 'record'; readonly server: TappedServer }
  | { readonly wire: 'end' };
export interface TapReply {
  readonly wireCounts: WireCounts;
  readonly recorded: readonly RecordedStatement[];
}

const ownConnections = (name: string): boolean => name.startsWith('kontor ');
const counter = new WireCounter(ownConnections);
const recorder = new StatementRecorder(ownConnections);
let undo = (): void => {};

process.on('message', (message: Partial<TapRequest>) => {
  if (message.wire === undefined) return;
  undo();
  undo = () => {};
  const recorded = recorder.end();
  if (message.wire !== 'end' && 'server' in message) {
    counter.reset();
    if (message.wire === 'record') recorder.begin();
    const listener = message.wire === 'count' ? counter : recorder;
    ({ undo } = tapSockets(listener, leadsTo(message.server!)));
  }
  process.send?.({ wireCounts: counter.counts, recorded } satisfies TapReply);
});
