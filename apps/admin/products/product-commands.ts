import { KontorProblem, told, type Schemas } from '@kontor/sdk';
import { kontor } from '../asking/kontor.ts';

export type Product = Schemas['AdminProduct'];
export type Variant = Product['variants'][number];
export type ProductFields = Partial<
  Pick<
    Product,
    | 'title'
    | 'handle'
    | 'descriptionHtml'
    | 'vendor'
    | 'productType'
    | 'seoTitle'
    | 'seoDescription'
    | 'status'
    | 'tags'
    | 'category'
    | 'collections'
    | 'media'
  >
> & {
  readonly optionNames?: string[];
  readonly attributes?: Record<string, Product['attributes'][string] | null>;
};

/** A product as somebody read it: what is changed is changed of this version, or refused with 412. */
export interface ReadVersion {
  readonly productId: string;
  readonly version: number;
  /** Code of the channel in which one works. */
  readonly channel: string;
}

export const headersOf = ({ version, channel }: ReadVersion) => ({
  'If-Match': `"${version}"`,
  Channel: channel,
});

export function readProduct(productId: string, channel: string, signal?: AbortSignal) {
  return told(
    kontor.GET('/v1/admin/products/{productId}', {
      params: { path: { productId }, header: { Channel: channel } },
      ...(signal && { signal }),
    }),
  );
}

export function changeProduct(read: ReadVersion, fields: ProductFields): Promise<Product> {
  const params = { path: { productId: read.productId }, header: headersOf(read) };
  return told(kontor.PATCH('/v1/admin/products/{productId}', { params, body: fields }));
}

export interface Price {
  readonly sku: string;
  /** In which it costs so much. */
  readonly channel: string;
  /** Null takes the variant out of the channel. */
  readonly amountMinor: number | null;
  readonly compareAtMinor: number | null;
}

export function setPrice(read: ReadVersion, price: Price): Promise<Product> {
  const { sku, channel, amountMinor, compareAtMinor } = price;
  const path = { productId: read.productId, sku, channel };
  return told(
    kontor.PUT('/v1/admin/products/{productId}/variants/{sku}/prices/{channel}', {
      params: { path, header: headersOf(read) },
      body: { amountMinor, compareAtMinor },
    }),
  );
}

/** Whether somebody else changed it since it was read. */
export const isOvertaken = (error: unknown): boolean =>
  error instanceof KontorProblem && error.status === 412;
