import type { Fit } from '#product-files/importing/product-file.ts';
import { wordsOf } from '#product-files/importing/report-lines.ts';

const handlesReported = 5;

interface Group {
  readonly field: string;
  readonly reason: string;
  readonly handles: string[];
  products: number;
  last: string;
}

/** What an import changed of its products, by kind and field: as many lines as there are kinds. */
export class ImportFits {
  private readonly groups = new Map<string, Group>();

  /** What is told of one product follows each other within its kind, also where it has parts. */
  add({ handle, field, reason }: Fit): void {
    const key = `${reason} ${field}`;
    const group = this.groups.get(key) ?? { field, reason, handles: [], products: 0, last: '' };
    this.groups.set(key, group);
    if (group.last === handle || group.handles.includes(handle)) return;
    group.last = handle;
    group.products += 1;
    if (group.handles.length < handlesReported) group.handles.push(handle);
  }

  /** `more`: fits that the shop counted and did not list. */
  lines(more: number): string[] {
    const lines = [...this.groups.values()].map(lineOf);
    return more > 0
      ? [...lines, `fitted: ${more} more changes, which the shop counted and did not list`]
      : lines;
  }
}

/** Of a field of the shop's own: there the value of each line is looked at by itself. */
export function lineOfFit({ handle, field, reason, line }: Fit): string {
  const reported = wordsOf(reason);
  return `line ${line}, ${field} of ${handle}: ${reported} (${reason})`;
}

function lineOf({ field, reason, handles, products }: Group): string {
  const more = products > handles.length ? ` and ${products - handles.length} more` : '';
  const reported = wordsOf(reason);
  const count = products === 1 ? '1 product' : `${products} products`;
  return `fitted, ${field} of ${count}: ${reported} (${reason}): ${handles.join(', ')}${more}`;
}
