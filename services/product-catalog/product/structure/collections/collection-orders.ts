import type { OutputOf } from '#platform/calls/service.ts';

export type CollectionSort = NonNullable<OutputOf<'product', 'getCollection'>['sort']>;

/** More a process does not remember; it begins again. */
const mostKnown = 10_000;

/**
 * The order of collections as it was last seen. A list of one that is asked for without an order is read in
 * the order remembered here, together with the one that the collection has: where somebody changed it in the
 * meantime, the list is read once more. So nobody is shown an order of before, and no statement is asked
 * for the order alone.
 */
export class CollectionOrders {
  private readonly known = new Map<string, CollectionSort>();

  of(handle: string): CollectionSort {
    return this.known.get(handle) ?? 'newest';
  }

  /** Whether it is another one than was remembered. @param sort null: there is no such collection */
  learn(handle: string, sort: CollectionSort | null): boolean {
    if (sort === null || sort === this.of(handle)) return false;
    if (this.known.size >= mostKnown) this.known.clear();
    this.known.set(handle, sort);
    return true;
  }
}
