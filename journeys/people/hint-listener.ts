import { expect, vi } from 'vitest';

export interface HeardHint {
  readonly kind: string;
  readonly id: string;
  readonly version: number | null;
  readonly channel: string | null;
}

/** Hears what changes, over HTTP, as a page of the admin does. */
export class HintListener {
  readonly hints: HeardHint[] = [];
  kinds: readonly string[] = [];
  /** As its last event says; undefined while it goes on. */
  reason: string | undefined;
  /** How long it went on after it was ready. */
  lastedMs: number | undefined;
  private readonly ending = new AbortController();
  private over: Promise<void> = Promise.resolve();

  /** Resolves once it is heard. */
  static async open(url: string, headers: Record<string, string>): Promise<HintListener> {
    const listener = new HintListener();
    const { signal } = listener.ending;
    const reply = await fetch(`${url}/v1/admin/hints`, { headers, signal });
    expect(reply.status, reply.status === 200 ? '' : await reply.text()).toBe(200);
    expect(reply.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    listener.over = listener.read(reply.body!).catch(() => {});
    await vi.waitFor(() => expect(listener.kinds).not.toEqual([]), 20_000);
    return listener;
  }

  async heard(kind: string, id: string): Promise<HeardHint> {
    const find = () => this.hints.find((hint) => hint.kind === kind && hint.id === id);
    await vi.waitFor(() => expect(find(), `${kind} ${id}`).toBeDefined(), 30_000);
    return find()!;
  }

  /** @returns why it ended */
  async ended(): Promise<string | undefined> {
    await this.over;
    return this.reason;
  }

  async close(): Promise<void> {
    this.ending.abort();
    await this.over;
  }

  private async read(body: ReadableStream<Uint8Array>): Promise<void> {
    const beganMs = performance.now();
    let text = '';
    for await (const part of body.pipeThrough(new TextDecoderStream())) {
      text += part;
      const events = text.split('\n\n');
      text = events.pop()!;
      for (const event of events) this.take(event);
    }
    this.lastedMs = performance.now() - beganMs;
  }

  private take(event: string): void {
    const [, name, json] = /^event: (\w+)\ndata: (.*)$/.exec(event)!;
    const data = JSON.parse(json!);
    if (name === 'ready') this.kinds = data.kinds;
    if (name === 'hint') this.hints.push(data);
    if (name === 'end') this.reason = data.reason;
  }
}
