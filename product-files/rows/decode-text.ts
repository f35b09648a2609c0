import { isUtf8 } from 'node:buffer';

/** Bytes of a file as UTF-8, whatever they were. */
export interface DecodedBytes {
  readonly bytes: Buffer;
  /** Said once, with the chunk in which it shows first. */
  readonly encoding?: 'UTF-16' | 'Windows-1252' | undefined;
}

/**
 * Turns what programs save as text into UTF-8: UTF-16 with or without its mark, and Windows-1252,
 * which old spreadsheet programs write. Where a byte is none of UTF-8 it is taken for a letter of
 * Windows-1252 by itself, so a file of both is read too. A mark at the beginning is taken off.
 */
export class TextDecoding {
  private decode: ((chunk: Buffer) => DecodedBytes) | undefined;
  private rest: Buffer = Buffer.alloc(0);
  private wasForeign = false;

  take(chunk: Buffer): DecodedBytes {
    const bytes = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk]);
    this.rest = Buffer.alloc(0);
    if (this.decode === undefined) {
      // The mark or the first letters may come byte by byte.
      if (bytes.length < 4) {
        this.rest = Buffer.from(bytes);
        return { bytes: Buffer.alloc(0) };
      }
      const wide = wideEncodingOf(bytes);
      this.decode = wide ? wideDecoder(wide) : (more) => this.narrow(more, false);
      const marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
      return this.decode(marked ? bytes.subarray(3) : bytes);
    }
    return this.decode(bytes);
  }

  end(): DecodedBytes {
    const rest = this.rest;
    this.rest = Buffer.alloc(0);
    if (this.decode === undefined) {
      const wide = rest.length >= 2 ? wideEncodingOf(rest) : undefined;
      if (wide) return wideDecoder(wide)(rest);
    }
    return this.narrow(rest, true);
  }

  private narrow(bytes: Buffer, isEnd: boolean): DecodedBytes {
    const kept = isEnd ? 0 : unfinished(bytes);
    this.rest = Buffer.from(bytes.subarray(bytes.length - kept));
    const whole = bytes.subarray(0, bytes.length - kept);
    if (isUtf8(whole)) return { bytes: whole };
    const first = !this.wasForeign;
    this.wasForeign = true;
    return { bytes: Buffer.from(mixedText(whole)), encoding: first ? 'Windows-1252' : undefined };
  }
}

type Wide = 'utf-16le' | 'utf-16be';

/** By its mark, or by the zero bytes beside the ASCII letters of the headings. */
function wideEncodingOf(bytes: Buffer): Wide | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  if (bytes[0] !== 0 && bytes[1] === 0) return 'utf-16le';
  if (bytes[0] === 0 && bytes[1] !== 0) return 'utf-16be';
  return undefined;
}

function wideDecoder(encoding: Wide): (chunk: Buffer) => DecodedBytes {
  const decoder = new TextDecoder(encoding);
  let first = true;
  return (chunk) => {
    const bytes = Buffer.from(decoder.decode(chunk, { stream: true }));
    const reported = first;
    first = false;
    return { bytes, encoding: reported ? 'UTF-16' : undefined };
  };
}

/** How many bytes at the end begin a letter of which the rest is still to come. */
function unfinished(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back]!;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return back < lengthOf(byte) ? back : 0;
  }
  return 0;
}

function lengthOf(lead: number): number {
  return lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
}

const windows = new TextDecoder('windows-1252');

function mixedText(bytes: Buffer): string {
  const parts: string[] = [];
  let from = 0;
  for (let at = 0; at < bytes.length;) {
    const byte = bytes[at]!;
    const length = byte < 0x80 ? 1 : lengthOf(byte);
    if (byte < 0x80 || (byte >= 0xc2 && isUtf8(bytes.subarray(at, at + length)))) {
      at += length;
      continue;
    }
    parts.push(bytes.toString('utf8', from, at), windows.decode(bytes.subarray(at, at + 1)));
    at += 1;
    from = at;
  }
  parts.push(bytes.toString('utf8', from));
  return parts.join('');
}
