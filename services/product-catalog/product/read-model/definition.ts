import { createHash } from 'node:crypto';
import { z } from 'zod';
import { productCard, shownProduct } from '#contracts/product/shapes.ts';
import { buildDocuments } from './build-documents.ts';
import {
  sampleCategories,
  sampleEditions,
  sampleFields,
  sampleProduct,
  sampleTime,
} from './sample-product.ts';

/**
 * What the read model is made by. While a release is rolled out, processes of two definitions run
 * side by side: the higher number has the documents made anew, the lower one never does.
 */
export interface Definition {
  readonly number: number;
  readonly hash: string;
}

/** Raised with every change of the hash; `definition.test.ts` keeps them together. */
export const definitionNumber = 12;

/** By what a card and a page promise, and by what is made of a product that has everything. */
export function ownDefinition(): Definition {
  const promised = [productCard, shownProduct].map((shape) => z.toJSONSchema(shape));
  const categories = new Map(sampleCategories.map((category) => [category.path, category]));
  const made = sampleEditions.map((edition) =>
    buildDocuments(sampleProduct, edition, { categories, fields: sampleFields }, sampleTime),
  );
  const text = JSON.stringify({ promised, made }, withoutProse);
  return { number: definitionNumber, hash: createHash('sha256').update(text).digest('base64url') };
}

/** What people read of a shape changes nothing in a document. */
function withoutProse(this: unknown, key: string, value: unknown): unknown {
  const isProse = key === 'description' || key === 'examples';
  const isOfSchema = isProse && typeof this === 'object' && this !== null && 'type' in this;
  return isOfSchema ? undefined : value;
}
