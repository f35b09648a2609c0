import { MessageSplitter, startup, textAt, type WireMessage } from './message-splitter.ts';
import { statementLabel } from './statement-label.ts';
import type { TappedConnection } from './tap-sockets.ts';

/** What went over the connections of one or more processes to PostgreSQL. */
export interface WireCounts {
  /** Answered Syncs and simple queries: each waits for the server once, and ends a transaction at most. */
  visits: number;
  /** Executes, and the statements of simple queries; `begin` and `commit` are statements too. */
  statements: number;
  /** Packets that were handed to the system. */
  socketWrites: number;
  /** How often each statement was sent: `cart: update cart`. */
  byLabel: Record<string, number>;
  /** Rows of the server's own tags. A statement that ends in a select tells nothing of its writes. */
  taggedRowsByLabel: Record<string, number>;
}

/** Of the message that opens a connection. */
export function applicationNameOf(body: Buffer): string {
  const names = body.toString('utf8', 4).split('\0');
  const at = names.findIndex((name, index) => index % 2 === 0 && name === 'application_name');
  return at < 0 ? '' : names[at + 1]!;
}

export function noCounts(): WireCounts {
  return { visits: 0, statements: 0, socketWrites: 0, byLabel: {}, taggedRowsByLabel: {} };
}

type Awaited = { readonly kind: 'execute' | 'simple' | 'sync'; readonly label: string };

/** Counts what connections say; whose `application_name` is not wanted counts for nothing. */
export class WireCounter {
  counts = noCounts();
  private readonly isWanted: (applicationName: string) => boolean;

  constructor(isWanted: (applicationName: string) => boolean) {
    this.isWanted = isWanted;
  }

  connection(): CountedConnection {
    return new CountedConnection(this, this.isWanted);
  }

  reset(): void {
    this.counts = noCounts();
  }
}

/** One connection: what was sent is matched with what is answered, in the order of the protocol. */
export class CountedConnection implements TappedConnection {
  private readonly sent = new MessageSplitter({ opens: true });
  private readonly answered = new MessageSplitter({ opens: false });
  private readonly texts = new Map<string, string>();
  private readonly portals = new Map<string, string>();
  private readonly awaited: Awaited[] = [];
  private owner = '';
  private counting = false;
  private isOpen = false;
  private readonly counter: WireCounter;
  private readonly isWanted: (applicationName: string) => boolean;

  constructor(counter: WireCounter, isWanted: (applicationName: string) => boolean) {
    this.counter = counter;
    this.isWanted = isWanted;
  }

  /** The client hands these to the system at once. */
  write(packets: readonly Buffer[]): void {
    if (this.isOpen && this.counting) this.counter.counts.socketWrites += 1;
    for (const packet of packets)
      for (const message of this.sent.push(packet)) this.receive(message);
  }

  read(bytes: Buffer): void {
    for (const { type, body } of this.answered.push(bytes)) this.settle(type, body);
  }

  private receive({ type, body }: WireMessage): void {
    if (type === startup) return this.introduce(body);
    if (!this.isOpen || !this.counting) return;
    if (type === 'P') {
      const { text: name, next } = textAt(body, 0);
      this.texts.set(name, this.labelled(textAt(body, next).text));
    } else if (type === 'B') {
      const { text: portal, next } = textAt(body, 0);
      this.portals.set(portal, this.texts.get(textAt(body, next).text) ?? this.labelled('?'));
    } else if (type === 'E') {
      const label = this.portals.get(textAt(body, 0).text) ?? this.labelled('?');
      this.awaited.push({ kind: 'execute', label });
      this.count(label);
    } else if (type === 'Q') {
      this.awaited.push({ kind: 'simple', label: this.labelled(textAt(body, 0).text) });
    } else if (type === 'S') this.awaited.push({ kind: 'sync', label: '' });
  }

  private settle(type: string, body: Buffer): void {
    // The first time the server is ready ends the greeting.
    if (type === 'Z' && !this.isOpen) this.isOpen = true;
    else if (type === 'Z') this.visited();
    else if (type === 'C' || type === 'I' || type === 's' || type === 'E') {
      const next = this.awaited[0];
      if (next?.kind === 'simple') this.count(next.label);
      if (next?.kind === 'execute') this.awaited.shift();
      if (type === 'C' && next) this.tag(next.label, textAt(body, 0).text);
    }
  }

  /** What stood before the answered Sync is done with: after an error the server skips it. */
  private visited(): void {
    while (this.awaited.length > 0 && this.awaited.shift()!.kind === 'execute');
    if (this.counting) this.counter.counts.visits += 1;
  }

  private tag(label: string, tag: string): void {
    const rows = /^(?:INSERT 0|UPDATE|DELETE|MERGE) (\d+)$/.exec(tag)?.[1];
    if (rows === undefined) return;
    const { taggedRowsByLabel } = this.counter.counts;
    taggedRowsByLabel[label] = (taggedRowsByLabel[label] ?? 0) + Number(rows);
  }

  private count(label: string): void {
    const { counts } = this.counter;
    counts.statements += 1;
    counts.byLabel[label] = (counts.byLabel[label] ?? 0) + 1;
  }

  private introduce(body: Buffer): void {
    const name = applicationNameOf(body);
    this.counting = this.isWanted(name);
    this.owner = name.split(' ').at(-1) ?? '';
  }

  private labelled(text: string): string {
    return `${this.owner}: ${statementLabel(text)}`;
  }
}
