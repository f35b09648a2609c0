import { ok, type Ok } from '#kernel/result.ts';

/**
 * A value that is JSON text already, e.g. documents put together by the database. An operation
 * answers it in the place of the value; the gateway sends the text as it is. Whoever else calls
 * gets the value: the transport opens it.
 */
export class PreparedJson {
  readonly text: string;
  /** The value's own `version`, of which the gateway makes an ETag. */
  readonly version: number | undefined;

  constructor(text: string, version?: number) {
    this.text = text;
    this.version = version;
  }

  /** What the text says. */
  toJSON(): unknown {
    return JSON.parse(this.text);
  }
}

/** Answers text in the place of a value of any type: until a transport opens it, nobody reads of it. */
export function okPrepared(text: string, version?: number): Ok<never> {
  return ok(new PreparedJson(text, version) as never);
}
