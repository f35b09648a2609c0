import { randomBytes } from 'node:crypto';
import type { Book, Shelf } from '../book/book.ts';
import type { RatesRequest } from './carrier-requests.ts';
import type { LabelRecord } from './carrier.ts';

/** What was asked about, so that a label may be bought from one of its rates. */
export interface Quoted {
  id: string;
  shipment: RatesRequest['shipment'];
  rates: { serviceCode: string; amount: number; currency: string }[];
}

/** One form that the carrier scans for many labels. */
export interface Manifest {
  id: string;
  labelIds: string[];
  carrierId: string;
  createdAt: string;
  shipDate: string;
}

const seId = (): string => `se-${randomBytes(8).toString('hex')}`;

/** Rates and manifests by their ids. A rate's is its quote's and its place there. */
export class CarrierBook {
  readonly manifests: Shelf<Manifest>;
  private readonly quotes: Shelf<Quoted>;
  private readonly book: Book;

  constructor(book: Book) {
    this.book = book;
    this.quotes = book.shelf<Quoted>('rates');
    this.manifests = book.shelf<Manifest>('manifests');
  }

  keepQuote(shipment: Quoted['shipment'], rates: Quoted['rates']): string {
    const id = seId();
    this.book.write(() => this.quotes.insert({ id, shipment, rates }));
    return id;
  }

  rate(id: string): (Quoted['rates'][number] & Pick<Quoted, 'shipment'>) | undefined {
    const [, quoteId = '', place = ''] = /^(se-[a-z0-9]+)-(\d+)$/.exec(id) ?? [];
    const quoted = this.quotes.get(quoteId);
    const rate = quoted?.rates[Number(place)];
    return quoted && rate && { ...rate, shipment: quoted.shipment };
  }

  /** The manifest that a label stands on. */
  manifestOf(labelId: string): Manifest | undefined {
    return this.manifests.byReference(labelId)[0] ?? this.onAny(labelId);
  }

  makeManifest(labels: readonly LabelRecord[]): Manifest {
    const createdAt = new Date().toISOString();
    const [first] = labels;
    const carrierId = first?.carrierId ?? '';
    const labelIds = labels.map(({ id }) => id);
    const manifest = { id: seId(), labelIds, carrierId, createdAt, shipDate: createdAt };
    this.book.write(() => this.manifests.insert(manifest, first?.id));
    return manifest;
  }

  private onAny(labelId: string): Manifest | undefined {
    const all = this.manifests.newest(10_000).map(({ value }) => value);
    return all.find(({ labelIds }) => labelIds.includes(labelId));
  }
}
