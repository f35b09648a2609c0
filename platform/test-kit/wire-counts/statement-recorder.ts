import { MessageSplitter, startup, textAt, type WireMessage } from './message-splitter.ts';
import type { TappedConnection } from './tap-sockets.ts';
import { applicationNameOf } from './wire-counter.ts';

/** A statement as it went over the wire. */
export interface RecordedStatement {
  /** Which connection sent it. */
  readonly connection: number;
  /** The service whose connection it is, as it names itself: `kontor cart`. */
  readonly applicationName: string;
  /** Counts the Syncs of the connection: statements under the same one are one transaction. */
  readonly sync: number;
  readonly text: string;
  /** As PostgreSQL writes them. */
  readonly values: readonly (string | null)[];
  /** Empty where it is not prepared under a name. */
  readonly name: string;
}

/** Notes every statement that wanted connections send, by whatever driver and in whichever way. */
export class StatementRecorder {
  private readonly isWanted: (applicationName: string) => boolean;
  private recorded: RecordedStatement[] | undefined;
  private connections = 0;

  constructor(isWanted: (applicationName: string) => boolean) {
    this.isWanted = isWanted;
  }

  connection(): TappedConnection {
    const connection = (this.connections += 1);
    return new RecordedConnection((statement) => {
      if (this.isWanted(statement.applicationName))
        this.recorded?.push({ connection, ...statement });
    });
  }

  begin(): void {
    this.recorded = [];
  }

  /** What was noted since it began; then nothing more is. */
  end(): RecordedStatement[] {
    const { recorded = [] } = this;
    this.recorded = undefined;
    return recorded;
  }
}

interface Prepared {
  readonly name: string;
  readonly text: string;
}

class RecordedConnection implements TappedConnection {
  private readonly sent = new MessageSplitter({ opens: true });
  private readonly prepared = new Map<string, Prepared>();
  private readonly portals = new Map<string, Prepared & { values: (string | null)[] }>();
  private readonly note: (statement: Omit<RecordedStatement, 'connection'>) => void;
  private applicationName = '';
  private sync = 0;

  constructor(note: (statement: Omit<RecordedStatement, 'connection'>) => void) {
    this.note = note;
  }

  write(packets: readonly Buffer[]): void {
    for (const packet of packets)
      for (const message of this.sent.push(packet)) this.receive(message);
  }

  read(): void {}

  private receive({ type, body }: WireMessage): void {
    if (type === startup) this.applicationName = applicationNameOf(body);
    else if (type === 'P') {
      const { text: name, next } = textAt(body, 0);
      this.prepared.set(name, { name, text: textAt(body, next).text });
    } else if (type === 'B') {
      const { text: portal, next } = textAt(body, 0);
      const { text: name, next: at } = textAt(body, next);
      const prepared = this.prepared.get(name);
      if (prepared) this.portals.set(portal, { ...prepared, values: boundValues(body, at) });
    } else if (type === 'E') {
      const portal = this.portals.get(textAt(body, 0).text);
      if (portal) this.send(portal.text, portal.values, portal.name);
    } else if (type === 'Q') {
      this.send(textAt(body, 0).text, [], '');
      this.sync += 1;
    } else if (type === 'S') this.sync += 1;
  }

  private send(text: string, values: readonly (string | null)[], name: string): void {
    const { applicationName, sync } = this;
    this.note({ applicationName, sync, text, values, name });
  }
}

const binary = 1;

/** The values of a Bind from where their formats begin; what is bytes is written as PostgreSQL does. */
function boundValues(body: Buffer, from: number): (string | null)[] {
  const formats = Array.from({ length: body.readInt16BE(from) }, (_, n) =>
    body.readInt16BE(from + 2 + 2 * n),
  );
  let at = from + 2 + 2 * formats.length;
  const count = body.readInt16BE(at);
  at += 2;
  return Array.from({ length: count }, (_, n) => {
    const length = body.readInt32BE(at);
    at += 4;
    if (length < 0) return null;
    const bytes = body.subarray(at, (at += length));
    const format = formats.length === 1 ? formats[0] : formats[n];
    return format === binary ? `\\x${bytes.toString('hex')}` : bytes.toString('utf8');
  });
}
