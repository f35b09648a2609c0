import { Readable, Transform, pipeline } from 'node:stream';

import type { CsvError } from 'csv-parse';
import { parse } from 'csv-parse';

import { TextDecoding } from './decode-text.ts';
import { LineIndex } from './line-index.ts';
import { mendedFit, withoutOuterQuotes } from './mended-quotes.ts';
import type { FileFit } from '../importing/product-file.ts';
import type { RefusedFile } from '../reading/product-csv-events.ts';
import { separatorOf, type Separator } from './separator.ts';
import { UnreadBytes } from './unread-bytes.ts';

export type RowEvent =
  | { kind: 'row'; fields: string[]; line: number; lastLine: number; separator: Separator }
  | { kind: 'noted'; fit: FileFit }
  | { kind: 'refused'; refusal: RefusedFile };

/** Chunks of the file's bytes: a file stream, a request body, or an array in tests. */
export type ByteSource = AsyncIterable<Uint8Array | string> | Iterable<Uint8Array | string>;

/**
 * A quote that is never closed reaches this. Descriptions hold whole pictures, so a row may be larger
 * than a product: then it is left out, and what follows is read.
 */
const recordMaximumBytes = 16 * 1024 * 1024;
/** Headings of a shop are shorter; then the separator is known. */
const headingBytes = 64 * 1024;

interface ParsedRecord {
  record: string[];
  info: { bytes: number; records: number };
}

/**
 * Splits a CSV into rows with their physical lines, empty lines left out. Quotation marks that
 * break the rules of CSV stay in the text; one that is never closed ends the reading, and what
 * stands before it is still given. Holds a few rows at a time. Throws what the source throws.
 */
export async function* readRows(source: ByteSource): AsyncGenerator<RowEvent> {
  const lines = new LineIndex();
  const unread = new UnreadBytes();
  let taken = 0;
  const fault: ParserFault = { error: null };
  const bytes = new DecodedSource(source);
  const separator = await bytes.open();
  for await (const { record, info } of parseInto(fault, [lines, unread], bytes, separator)) {
    // What the parser makes of the bytes behind a fault is not to be trusted.
    if (fault.error !== null && info.records > Number(fault.error['records'])) break;
    const lastLine = lines.lineAt(info.bytes - 1);
    const start = taken;
    taken = info.bytes;
    unread.forget(start);
    // Spreadsheet programs write rows of separators alone, above the headings too.
    if (record.every((field) => field === '')) continue;
    // Said for spreadsheet programs, and no row of the file.
    if (lastLine === 1 && /^\ufeff?"?sep=/i.test(record[0]!)) continue;
    const fields = withoutOuterQuotes(record, () => unread.textBetween(start, info.bytes));
    const line = lastLine - lineBreaksIn(record);
    const mended = fields === record ? [] : fields.entries();
    for (const [at, field] of mended)
      if (field !== record[at]) yield { kind: 'noted', fit: mendedFit(line, record[at]!, field) };
    yield { kind: 'row', fields, line, lastLine, separator };
  }
  for (const fit of bytes.fits) yield { kind: 'noted', fit };
  if (fault.error === null) return;
  // Up to this offset the file was understood; the fault lies in the field behind it.
  const line = lines.lineAt(Number(fault.error['bytes']));
  yield { kind: 'refused', refusal: unreadable(fault.error, line) };
}

interface ParserFault {
  error: CsvError | null;
}

function parseInto(
  fault: ParserFault,
  followers: readonly (LineIndex | UnreadBytes)[],
  source: AsyncIterable<Buffer>,
  separator: Separator,
): AsyncIterable<ParsedRecord> {
  const parser = parse({
    delimiter: separator,
    info: true,
    relax_quotes: true,
    relax_column_count: true,
    record_delimiter: ['\r\n', '\n', '\r'],
    max_record_size: recordMaximumBytes,
    // An error of the stream would throw away the rows that were parsed before it.
    skip_records_with_error: true,
    on_skip: (error) => {
      fault.error ??= error ?? null;
      return undefined;
    },
  });
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      for (const follower of followers) follower.add(chunk);
      done(null, chunk);
    },
  });
  // The parser's own iterator reports what went wrong; the callback only keeps it from throwing.
  pipeline(Readable.from(source), counted, parser, () => {});
  return parser;
}

function unreadable(error: CsvError, line: number): RefusedFile {
  if (error.code === 'CSV_MAX_RECORD_SIZE') {
    return {
      reason: 'record_too_large',
      line,
      detail: `The row is larger than ${recordMaximumBytes} bytes; what follows was not read`,
      suggestion: 'Look for a quotation mark that is never closed, or shorten the description.',
    };
  }
  return {
    reason: 'quote_not_closed',
    line,
    detail: 'A quotation mark is never closed; from here on the file could not be read',
    suggestion: 'Close the quotation mark, and double those that belong to the text.',
  };
}

/** The file as UTF-8, whose first bytes are looked at before it is read. */
class DecodedSource implements AsyncIterable<Buffer> {
  readonly fits: FileFit[] = [];
  private readonly chunks: AsyncGenerator<Buffer>;
  private head: Buffer = Buffer.alloc(0);

  constructor(source: ByteSource) {
    this.chunks = this.decoded(source);
  }

  /** Reads the first line. */
  async open(): Promise<Separator> {
    while (this.head.length < headingBytes && !/[\r\n]./s.test(this.head.toString('latin1'))) {
      const next = await this.chunks.next();
      if (next.done) break;
      this.head = Buffer.concat([this.head, next.value]);
    }
    const [separator, fit] = separatorOf(this.head.toString('utf8', 0, headingBytes));
    if (fit) this.fits.push(fit);
    return separator;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Buffer> {
    if (this.head.length > 0) yield this.head;
    yield* this.chunks;
  }

  private async *decoded(source: ByteSource): AsyncGenerator<Buffer> {
    const decoding = new TextDecoding();
    const told = ({ bytes, encoding }: ReturnType<TextDecoding['take']>) => {
      if (encoding !== undefined)
        this.fits.push({
          line: 1,
          field: 'file',
          reason: 'decoded',
          given: encoding,
          kept: 'UTF-8',
        });
      return bytes;
    };
    for await (const chunk of source) {
      const bytes =
        typeof chunk === 'string'
          ? Buffer.from(chunk, 'utf8')
          : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      const decoded = told(decoding.take(bytes));
      if (decoded.length > 0) yield decoded;
    }
    const rest = told(decoding.end());
    if (rest.length > 0) yield rest;
  }
}

function lineBreaksIn(fields: readonly string[]): number {
  let count = 0;
  for (const field of fields) {
    if (field.includes('\n') || field.includes('\r')) {
      count += field.match(/\r\n|\n|\r/g)?.length ?? 0;
    }
  }
  return count;
}
