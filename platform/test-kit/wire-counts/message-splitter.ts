/** One message of PostgreSQL's protocol; the one that opens a connection has no type of its own. */
export interface WireMessage {
  readonly type: string;
  readonly body: Buffer;
}

export const startup = 'startup';
const protocolOfStartup = 3;

/** Puts a stream of bytes together to messages, however it was cut into packets. */
export class MessageSplitter {
  private rest: Buffer = Buffer.alloc(0);
  private opening: boolean;

  /** `opens`: the first bytes are a client's, which introduces itself by a message without a type. */
  constructor({ opens }: { opens: boolean }) {
    this.opening = opens;
  }

  push(bytes: Buffer): WireMessage[] {
    const messages: WireMessage[] = [];
    let all = this.rest.length === 0 ? bytes : Buffer.concat([this.rest, bytes]);
    for (;;) {
      const head = this.opening ? 0 : 1;
      if (all.length < head + 4) break;
      const end = head + all.readInt32BE(head);
      if (all.length < end) break;
      const body = all.subarray(head + 4, end);
      if (this.opening) {
        // Whoever asks for encryption first introduces himself afterwards.
        this.opening = body.readInt16BE(0) !== protocolOfStartup;
        if (!this.opening) messages.push({ type: startup, body });
      } else messages.push({ type: String.fromCharCode(all[0]!), body });
      all = all.subarray(end);
    }
    // A copy: what the driver handed over is its own and used again.
    this.rest = Buffer.from(all);
    return messages;
  }
}

/** The text that ends at the first zero byte from `from` on, and where the next one begins. */
export function textAt(body: Buffer, from: number): { text: string; next: number } {
  const end = body.indexOf(0, from);
  return { text: body.toString('utf8', from, end), next: end + 1 };
}
