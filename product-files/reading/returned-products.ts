import { assembleProduct } from './assemble-product.ts';
import { FirstLineIndex } from './first-line-index.ts';
import { ownHandle } from './fold-handle.ts';
import type { ColumnMap } from './product-csv-columns.ts';
import type { ParsedProduct, ProductCsvEvent, RejectedRow } from './product-csv-events.ts';
import type { ProductRow } from './product-row.ts';
import { handleOf, type ProductRowEvent } from './product-rows.ts';

interface Apart {
  readonly own: string;
  readonly rows: ProductRow[];
  /** Where its rows go on after other products. */
  returnedOn?: number;
}

/** What waits for the end of the file is in memory until then. */
const charactersMaximum = 32 * 1024 * 1024;

/**
 * Products whose rows stand apart, put together from a second reading of the file. What was said of
 * those rows that came first is not said again. Rows beyond 32 MiB of text are rejected.
 */
export async function* returnedProducts(
  rows: AsyncIterable<ProductRowEvent>,
  returned: ReadonlySet<string>,
  currency: string,
): AsyncGenerator<ProductCsvEvent> {
  const collected = new Collected(returned);
  let columns: ColumnMap | undefined;
  for await (const event of rows) {
    if (event.kind === 'headings') columns = event.columns;
    if (event.kind !== 'row') continue;
    const objection = collected.take(event.row);
    if (objection) yield { kind: 'rejected', row: objection };
  }
  const skus = new FirstLineIndex();
  for (const { own, rows: all, returnedOn } of collected.products()) {
    if (returnedOn === undefined) continue;
    for (const event of assembleProduct(all, { handle: own, columns: columns!, currency, skus })) {
      if (event.kind === 'product')
        yield { kind: 'product', product: returnedProduct(event.product, returnedOn) };
      else if (event.kind !== 'rejected' || event.row.line >= returnedOn) yield event;
    }
  }
}

class Collected {
  private readonly returned: ReadonlySet<string>;
  private readonly apart = new Map<string, Apart>();
  private readonly ownHandles = new FirstLineIndex();
  private readonly handles = new FirstLineIndex();
  private handle = '';
  private characters = 0;

  constructor(returned: ReadonlySet<string>) {
    this.returned = returned;
  }

  products(): Iterable<Apart> {
    return this.apart.values();
  }

  take(row: ProductRow): RejectedRow | undefined {
    const before = this.handle;
    const handle = handleOf(row, before);
    if (handle === '') return undefined;
    this.handle = handle;
    const isNew = this.handles.firstLineOrAdd(handle, row.line) === null;
    const own = isNew ? ownHandle(handle, this.ownHandles, row.line) : handle;
    if (!this.returned.has(handle)) return undefined;
    const product = this.apart.get(handle) ?? { own, rows: [] };
    this.apart.set(handle, product);
    if (!isNew && handle !== before) product.returnedOn ??= row.line;
    this.characters += row.characters;
    if (this.characters > charactersMaximum) return tooMuch(handle, row, product.returnedOn);
    product.rows.push(row);
    return undefined;
  }
}

/** What came first is in already. */
function tooMuch(handle: string, { line }: ProductRow, returnedOn = Infinity) {
  if (line < returnedOn) return undefined;
  return {
    line,
    scope: 'row' as const,
    reason: 'handle_not_contiguous' as const,
    detail: `"${handle}" has other products between its rows, and so have too many others`,
    suggestion: 'Sort the file by handle, so that the rows of a product follow each other.',
  };
}

function returnedProduct(product: ParsedProduct, returnedOn: number): ParsedProduct {
  const { handle, fitted, lines, variants } = product;
  return {
    ...product,
    returnedOn,
    fitted: [
      {
        line: returnedOn,
        field: 'handle',
        reason: 'merged',
        given: `lines ${returnedOn}–${lines.last}`,
        kept: handle,
      },
      ...fitted.filter(({ line = 0 }) => line >= returnedOn),
    ],
    variants: variants.map((variant) => {
      if (variant.line >= returnedOn) return variant;
      const { stock: _counted, ...sent } = variant;
      return { ...sent, quantity: null };
    }),
  };
}
