import type { ImportedProduct } from '#contracts/product/import.ts';
import { itemsOfPart } from '#contracts/product/limits.ts';
import {
  productTextNames,
  textsAs,
  type ProductTextName,
} from '#contracts/product/product-texts.ts';
import type { FileFit, FileProduct, FileVariant } from './product-file.ts';

/** A product, or a part of one that has too many variants or images for one request. */
export interface Part {
  readonly product: ImportedProduct;
  readonly variants: readonly FileVariant[];
  readonly line: number;
  /** At most: what its pieces have together. */
  readonly bytes: number;
  /** How many of the variants were sent before, in an earlier part of the file. */
  readonly sentBefore: number;
  /** Of the product, with its first part. */
  readonly fits: readonly FileFit[];
}

/** Splits a product of the file into what the API takes in one go. Most are one part. */
export function splitProduct(file: FileProduct, bytesLimit: number): Part[] {
  const head = headOf(file);
  const headBytes = bytesOf(head) + 100;
  const parts: Part[] = [];
  let variants: FileVariant[] = [];
  let sent: ImportedProduct['variants'] = [];
  let media: FileProduct['media'][number][] = [];
  let bytes = headBytes;
  const close = () => {
    const product = {
      ...head,
      part: parts.length,
      variants: sent,
      media: media.map(({ url, altText }) => ({ url, altText })),
    };
    const fits = parts.length === 0 ? file.fitted : [];
    const sentBefore = variants.filter(({ line }) => line < (file.returnedOn ?? 0)).length;
    const { first: line } = file.lines;
    parts.push({ product, variants, line, bytes, fits, sentBefore });
    variants = [];
    sent = [];
    media = [];
    bytes = headBytes;
  };
  const most = Math.max(file.variants.length, file.media.length);
  for (let index = 0; index < most; index += 1) {
    const variant = file.variants[index];
    const image = file.media[index];
    const told = variant && toVariant(variant);
    const more = bytesOf(told) + bytesOf(image) + 2;
    if (index > 0 && (index % itemsOfPart === 0 || bytes + more > bytesLimit)) close();
    if (variant) variants.push(variant);
    if (told) sent.push(told);
    if (image) media.push(image);
    bytes += more;
  }
  close();
  return parts;
}

function headOf(file: FileProduct) {
  return {
    handle: file.handle,
    title: file.title,
    descriptionHtml: file.descriptionHtml,
    // Each by its own name: what came later may be missing, the rest is not.
    ...(textsAs(productTextNames, (name) => file[name]) as Pick<FileProduct, ProductTextName>),
    tags: [...file.tags],
    status: file.status,
    category: file.category === null ? null : [...file.category],
    optionNames: file.options.map(({ name }) => name),
    ...(file.attributes ? { attributes: { ...file.attributes } } : {}),
  };
}

function toVariant(variant: FileVariant): ImportedProduct['variants'][number] {
  const {
    quantity: _counted,
    stock: _there,
    line: _named,
    optionValues,
    attributes,
    ...fields
  } = variant;
  return {
    ...fields,
    ...(attributes ? { attributes: { ...attributes } } : {}),
    optionValues: [...optionValues],
  };
}

function bytesOf(value: unknown): number {
  return value === undefined ? 0 : Buffer.byteLength(JSON.stringify(value));
}
