import type { ImportDoor } from './import-door.ts';
import type { FileVariant } from './product-file.ts';
import type { StockPlaces } from './stock-places.ts';

/** About as many as the products of one request have. */
const linesPerCount = 500;
/** What shops of before take in one count. */
const linesBefore = 100;

export interface CountedLine {
  readonly sku: string;
  readonly quantity: number;
  /** Without one it is counted at the first location that serves the channel. */
  readonly locationId?: string;
}

export interface StockCount {
  readonly movements: number;
  readonly refusal: string | undefined;
}

/** What a file says is on hand of a variant; a column of a location counts before that without one. */
export function countedLines(
  { quantity, stock = {} }: FileVariant,
  sku: string,
  { first, idByCode }: StockPlaces,
): CountedLine[] {
  const there = Object.entries(stock).flatMap(([code, units]) => {
    const locationId = idByCode.get(code);
    return locationId === undefined ? [] : [{ sku, locationId, quantity: units }];
  });
  const isTold = there.some(({ locationId }) => locationId === first);
  return quantity === null || isTold ? there : [{ sku, quantity }, ...there];
}

/**
 * Counts quantities as movements. Each run of an import counts anew, for its file says what is on
 * hand now, whether or not it said the same before; what moves is the difference alone. A request
 * that is sent again is the same count.
 */
export async function countStock(
  door: ImportDoor,
  lines: readonly CountedLine[],
  atOnce = linesPerCount,
): Promise<StockCount> {
  let movements = 0;
  for (let start = 0; start < lines.length; start += atOnce) {
    const some = lines.slice(start, start + atOnce);
    const counted = await countOnce(door, some);
    movements += counted.movements;
    if (counted.refusal !== undefined) return { movements, refusal: counted.refusal };
  }
  return { movements, refusal: undefined };
}

async function countOnce(door: ImportDoor, lines: readonly CountedLine[]): Promise<StockCount> {
  const reply = await door.countStock(lines);
  if (reply.ok) return { movements: reply.value.movements, refusal: undefined };
  if (reply.status === 400 && lines.length > linesBefore)
    return countStock(door, lines, linesBefore);
  return { movements: 0, refusal: `${reply.code}: ${reply.detail}` };
}
