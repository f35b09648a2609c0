import { Readable } from 'node:stream';
import { hasPermission, type Actor, type StaffPermission } from '#kernel/actor.ts';
import { hintKinds, type Hint, type HintKind } from '#platform/hints/hint-source.ts';

/** Who may read a thing may know that it changed. */
const permissions: Readonly<Record<HintKind, StaffPermission>> = {
  order: 'orders:read',
  fulfillment: 'fulfillment:read',
  ticket: 'support:read',
  customer: 'customers:read',
  message: 'notifications:read',
  product: 'catalog:read',
};

/** One of these is enough to be let in. */
export const hintPermissions: readonly StaffPermission[] = Object.values(permissions);

/** Why a stream ends, as its last event says. */
export type HintsEnd =
  | 'session_ended'
  | 'rights_changed'
  | 'replaced'
  | 'time_over'
  | 'stopping'
  | 'unknown';

/** Who does not take what is sent is told nothing more: their page asks anew when it comes back. */
const unreadBytesLimit = 65_536;

/** What one client hears: events as the HTML standard writes them (`text/event-stream`). */
export class HintStream {
  readonly body: Readable;
  readonly actor: Actor;
  private readonly kinds: readonly string[];
  private isOver = false;

  private readonly onOver: () => void;

  /** `onOver` is called when it ends, whoever ends it, and perhaps again. */
  constructor(actor: Actor, onOver: () => void) {
    this.actor = actor;
    this.onOver = onOver;
    this.kinds = hintKinds.filter((kind) => hasPermission(actor, permissions[kind]));
    this.body = new Readable({ read: () => {}, highWaterMark: unreadBytesLimit });
    this.body.once('close', () => {
      this.isOver = true;
      onOver();
    });
    // Whoever goes away in the middle does so without a word.
    this.body.on('error', () => {});
    this.send('ready', { kinds: this.kinds });
  }

  hear(hints: readonly Hint[]): void {
    for (const hint of hints) {
      const { kind, id, version } = hint;
      if (!this.kinds.includes(kind) || !this.holds(hint)) continue;
      this.send('hint', { kind, id, version, channel: this.channelOf(hint) });
    }
  }

  ping(): void {
    this.send('ping', {});
  }

  end(reason: HintsEnd): void {
    if (this.isOver) return;
    this.send('end', { reason });
    this.isOver = true;
    this.body.push(null);
    this.onOver();
  }

  /** Of a thing of several channels one is enough to see it, as in its lists. */
  private holds({ channels }: Hint): boolean {
    const held = this.actor.channels;
    return held === '*' || channels.some((channel) => held.includes(channel));
  }

  /** Where a thing is in several channels, what else it is in is not told. */
  private channelOf({ channels }: Hint): string | null {
    return channels.length === 1 ? channels[0]! : null;
  }

  private send(event: string, data: object): void {
    if (this.isOver) return;
    if (this.body.readableLength > unreadBytesLimit) this.body.destroy();
    else this.body.push(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  }
}
