import type { ImportDoor } from './import-door.ts';
import {
  asOneProduct,
  importBatch,
  nothing,
  sum,
  type BatchOutcome,
  type BatchTarget,
  type MadeOnLine,
} from './import-batch.ts';
import type {
  FileField,
  FileFit,
  FileRefusal,
  FileRejection,
  Fit,
  ProductFileEvent,
} from './product-file.ts';
import { splitProduct, type Part } from './split-product.ts';
import { stockPlaces } from './stock-places.ts';

export interface ProductImport {
  readonly door: ImportDoor;
  readonly events: AsyncIterable<ProductFileEvent>;
  /** Whether the quantities of the file are counted as stock; else stock is left alone. */
  readonly stock: boolean;
  /** Everything is read and planned, and nothing written. */
  readonly dryRun?: boolean;
  /** Rejections as they come up, in no strict order: two requests are under way at a time. */
  readonly onRejected: (rejection: FileRejection) => void;
  /** What was changed of products that are in, so that they could be taken. */
  readonly onFitted: (fit: Fit) => void;
  /** What was changed of the file as a whole. */
  readonly onNoted?: (fit: FileFit) => void;
  /** Products that are new or changed, where the shop says which. */
  readonly onMade?: (made: readonly MadeOnLine[]) => void;
  readonly onIgnoredColumns?: (columns: readonly string[]) => void;
  /** After each batch: what is in so far, and up to which line of the file. */
  readonly onProgress?: (soFar: ImportTotals) => unknown;
  /** How many requests are under way at a time; unless told two. With one, all is told in one order. */
  readonly atOnce?: number;
}

export interface ImportTotals extends Omit<BatchOutcome, 'rejected' | 'fitted' | 'made'> {
  readonly rejected: number;
  readonly lastLine: number;
  /** The file, or the rest of it, could not be read. */
  readonly refusal: FileRefusal | undefined;
}

const productsPerBatch = 100;
/** The API takes 256 kB; the rest is left for what wraps the products. */
const bytesPerBatch = 240_000;
const batchesInFlight = 2;

/**
 * Streams a product file into a running shop: batches by count and size, two under way at a time,
 * so memory stays bounded whatever the file holds. Throws when the shop stays away or refuses all.
 */
export async function importProductFile(work: ProductImport): Promise<ImportTotals> {
  const importing = new Importing(work);
  for await (const event of work.events) await importing.take(event);
  return importing.finish();
}

class Importing {
  private readonly work: ProductImport;
  private target: BatchTarget;
  private readonly underWay = new Set<Promise<void>>();
  private fields: readonly FileField[] = [];
  /** What comes from now on was sent before, without the rows that stand apart. */
  private areReturned = false;
  private parts: Part[] = [];
  private bytes = 0;
  private outcome: BatchOutcome = nothing;
  private rejected = 0;
  private lastLine = 1;
  private refusal: FileRefusal | undefined;
  private failure: { error: unknown } | undefined;

  constructor(work: ProductImport) {
    this.work = work;
    const { door, stock, dryRun = false } = work;
    this.target = { door, stock, dryRun };
  }

  async take(event: ProductFileEvent): Promise<void> {
    if (event.kind === 'columns') {
      this.fields = event.fields;
      this.work.onIgnoredColumns?.(event.ignored);
      await this.findPlaces();
    }
    if (event.kind === 'noted') this.work.onNoted?.(event.fit);
    if (event.kind === 'rejected') this.reject(event.row);
    else if (event.kind === 'refused') this.refusal = event.refusal;
    else if (event.kind === 'product') {
      this.lastLine = event.product.lines.last;
      if (event.product.returnedOn !== undefined) await this.beginReturned();
      const parts = splitProduct(event.product, bytesPerBatch);
      if (parts.length === 1) await this.add(parts[0]!);
      else await this.addInOrder(parts);
    }
  }

  /** Columns of locations that the shop does not have are without use. */
  private async findPlaces(): Promise<void> {
    const columns = this.fields.filter(({ owner }) => owner === 'stock');
    if (!this.work.stock || columns.length === 0) return;
    const places = await stockPlaces(this.work.door.channel, this.work.door.listLocations());
    this.target = { ...this.target, places };
    const unknown = columns.filter(({ key }) => !places.idByCode.has(key));
    this.work.onIgnoredColumns?.(unknown.map(({ heading }) => heading));
  }

  async finish(): Promise<ImportTotals> {
    await this.send();
    await this.rest();
    return this.totals();
  }

  private async add(part: Part): Promise<void> {
    const full = this.parts.length >= productsPerBatch || this.bytes + part.bytes > bytesPerBatch;
    if (full) await this.send();
    this.parts.push(part);
    this.bytes += part.bytes;
  }

  private async beginReturned(): Promise<void> {
    if (this.areReturned) return;
    await this.send();
    await this.rest();
    this.areReturned = true;
  }

  /** Products that were sent before are counted once. */
  private countedOnce(outcome: BatchOutcome, parts: readonly Part[]): BatchOutcome {
    if (!this.areReturned) return outcome;
    const before = parts.reduce((sent, part) => sent + part.sentBefore, 0);
    return {
      ...outcome,
      created: 0,
      updated: 0,
      unchanged: 0,
      variants: outcome.variants - before,
    };
  }

  /** Parts of one product follow each other: the next is sent when the one before is in. */
  private async addInOrder(parts: readonly Part[]): Promise<void> {
    await this.send();
    await this.rest();
    let outcome = nothing;
    for (const part of parts) outcome = sum(outcome, await importBatch(this.target, [part]));
    await this.note(this.countedOnce(asOneProduct(outcome), parts));
  }

  private async send(): Promise<void> {
    const parts = this.parts;
    if (parts.length === 0) return;
    this.parts = [];
    this.bytes = 0;
    while (this.underWay.size >= (this.work.atOnce ?? batchesInFlight))
      await Promise.race(this.underWay);
    if (this.failure) throw this.failure.error;
    const sent: Promise<void> = this.load(parts).finally(() => this.underWay.delete(sent));
    this.underWay.add(sent);
  }

  private async load(parts: readonly Part[]): Promise<void> {
    try {
      await this.note(this.countedOnce(await importBatch(this.target, parts), parts));
    } catch (error) {
      this.failure ??= { error };
    }
  }

  private async note({ rejected, fitted, made, ...counts }: BatchOutcome): Promise<void> {
    this.nameUnknown(counts.unknownFields);
    this.outcome = sum(this.outcome, { ...counts, rejected: [], fitted: [], made: [] });
    if (!this.areReturned && made.length > 0) this.work.onMade?.(made);
    for (const rejection of rejected) this.reject(rejection);
    for (const fit of fitted) this.work.onFitted(fit);
    await this.work.onProgress?.(this.totals());
  }

  /** Columns of fields that the shop does not have, each once. */
  private nameUnknown(unknownFields: readonly string[]): void {
    const named = new Set(this.outcome.unknownFields);
    const unknown = new Set(unknownFields.filter((field) => !named.has(field)));
    const columns = this.fields.filter(({ owner, key }) => unknown.has(`${owner}.${key}`));
    if (columns.length > 0) this.work.onIgnoredColumns?.(columns.map(({ heading }) => heading));
  }

  private async rest(): Promise<void> {
    await Promise.all(this.underWay);
    if (this.failure) throw this.failure.error;
  }

  private reject(rejection: FileRejection): void {
    this.rejected += 1;
    this.work.onRejected(rejection);
  }

  private totals(): ImportTotals {
    const { rejected: _listed, fitted: _told, made: _named, ...counts } = this.outcome;
    return {
      ...counts,
      rejected: this.rejected,
      lastLine: this.lastLine,
      refusal: this.refusal,
    };
  }
}
