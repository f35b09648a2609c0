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
  private isKept = false;
  private value: unknown;

  constructor(text: string, version?: number) {
    this.text = text;
    this.version = version;
  }

  /** To be answered again and again: whoever reads it is given one value, which nobody can change. */
  static toKeep(text: string): PreparedJson {
    const kept = new PreparedJson(text);
    kept.isKept = true;
    return kept;
  }

  /** What the text says. */
  toJSON(): unknown {
    if (!this.isKept) return JSON.parse(this.text);
    return (this.value ??= frozen(JSON.parse(this.text)));
  }
}

function frozen<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null) return value;
  for (const part of Object.values(value)) frozen(part);
  return Object.freeze(value);
}

/** Answers text in the place of a value of any type: until a transport opens it, nobody reads of it. */
export function okPrepared(text: string, version?: number): Ok<never> {
  return ok(new PreparedJson(text, version) as never);
}
