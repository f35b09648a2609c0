import { Readable, Transform, pipeline } from 'node:stream';

import type { CsvError } from 'csv-parse';
import { parse } from 'csv-parse';

import { LineIndex } from './line-index.ts';
import type { RefusedFile } from './product-csv-events.ts';

export type RowEvent =
  | { kind: 'row'; fields: string[]; line: number; lastLine: number }
  | { kind: 'refused'; refusal: RefusedFile };

/** Chunks of the file's bytes: a file stream, a request body, or an array in tests. */
export type ByteSource = AsyncIterable<Uint8Array | string> | Iterable<Uint8Array | string>;

/** No row of a shop comes near this; a quote that is never closed reaches it. */
const recordMaximumBytes = 2 * 1024 * 1024;

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
  const fault: ParserFault = { error: null };
  try {
    for await (const { record, info } of parseInto(fault, lines, source)) {
      // What the parser makes of the bytes behind a fault is not to be trusted.
      if (fault.error !== null && info.records > Number(fault.error['records'])) break;
      const lastLine = lines.lineAt(info.bytes - 1);
      if (record.length === 1 && record[0] === '') continue;
      yield { kind: 'row', fields: record, line: lastLine - lineBreaksIn(record), lastLine };
    }
  } catch (error) {
    if (!(error instanceof ForeignEncodingError)) throw error;
    yield { kind: 'refused', refusal: foreignEncoding };
    return;
  }
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
  lines: LineIndex,
  source: ByteSource,
): AsyncIterable<ParsedRecord> {
  const parser = parse({
    bom: true,
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
      lines.add(chunk);
      done(null, chunk);
    },
  });
  // The parser's own iterator reports what went wrong; the callback only keeps it from throwing.
  pipeline(Readable.from(inBytes(source)), counted, parser, () => {});
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

class ForeignEncodingError extends Error {}

const foreignEncoding: RefusedFile = {
  reason: 'encoding_unsupported',
  line: 1,
  detail: 'The file is encoded as UTF-16 or is not a text file',
  suggestion: 'Save the file as "CSV UTF-8 (comma delimited)".',
};

async function* inBytes(source: ByteSource): AsyncGenerator<Buffer> {
  let first = true;
  for await (const chunk of source) {
    if (chunk.length === 0) continue;
    const bytes =
      typeof chunk === 'string'
        ? Buffer.from(chunk, 'utf8')
        : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    // UTF-16 without a mark of its own still shows by the zero bytes of its ASCII headings.
    if (first && (bytes[0] === 0xfe || bytes[0] === 0xff || bytes.subarray(0, 8).includes(0))) {
      throw new ForeignEncodingError();
    }
    first = false;
    yield bytes;
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
