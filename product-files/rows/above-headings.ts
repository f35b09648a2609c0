import type { FileFit } from '../importing/product-file.ts';
import type { RowEvent } from './read-rows.ts';

/** What people and programs write above the headings (a name, a day) is shorter. */
const rowsAbove = 10;

/**
 * The rows from the headings on, whatever a few rows above them say: each of those is said as left
 * out. Where no row is one of headings all are given, and whoever reads them says what is missing.
 */
export async function* fromHeadings(
  rows: AsyncIterable<RowEvent>,
  isHeadings: (fields: readonly string[]) => boolean,
): AsyncGenerator<RowEvent> {
  let waiting: RowEvent[] | undefined = [];
  for await (const event of rows) {
    if (waiting === undefined) yield event;
    else if (event.kind === 'row' && isHeadings(event.fields)) {
      yield* waiting.map(asNoted);
      waiting = undefined;
      yield event;
    } else {
      waiting.push(event);
      if (waiting.length <= rowsAbove) continue;
      yield* waiting;
      waiting = undefined;
    }
  }
  yield* waiting ?? [];
}

function asNoted(event: RowEvent): RowEvent {
  if (event.kind !== 'row') return event;
  const given = event.fields
    .filter((field) => field !== '')
    .join(' ')
    .slice(0, 120);
  const fit: FileFit = { line: event.line, field: 'file', reason: 'left_out', given, kept: '' };
  return { kind: 'noted', fit };
}
