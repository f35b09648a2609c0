import { z } from 'zod';
import { failure } from '#kernel/contract.ts';
import { categoryPath } from '../shapes.ts';
import { page, pageFailures, pageOf, text } from '../../shapes.ts';
import { expectedVersion, names, productsIn, versionConflict } from './shelf-shapes.ts';

/** What staff may do to categories. Schemas only. */

const adminCategory = z
  .strictObject({
    path: z.string(),
    parent: z.string().nullable(),
    name: z.string(),
    names,
    position: z.int(),
    version: z.int(),
  })
  .meta({ id: 'AdminCategory' });

/** Input, output and failures of what staff does to categories. */
export const categoryOperations = {
  /** As they are kept, in the order of their paths. */
  listAdminCategories: {
    input: page,
    output: pageOf(adminCategory.extend({ products: productsIn }).meta({ id: 'ListedCategory' })),
    failures: pageFailures,
  },
  /** Adds a category below its parent, which its path names, or sets one anew. */
  putCategory: {
    input: z.strictObject({
      path: categoryPath,
      name: text(255),
      names: names.default({}),
      position: z.int().min(0).max(1_000_000).default(0),
      expectedVersion,
    }),
    output: adminCategory,
    failures: { ...versionConflict, parent_not_found: failure('not_found') },
  },
  /** With all that lie below it; the paths that they had lead to them from now on. */
  renameCategory: {
    input: z.strictObject({
      path: categoryPath,
      newPath: categoryPath.meta({ description: 'Names its parent too, which must be there' }),
      expectedVersion,
    }),
    output: adminCategory,
    failures: {
      ...versionConflict,
      category_not_found: failure('not_found'),
      parent_not_found: failure('not_found'),
      path_taken: failure('conflict'),
      category_inside_itself: failure('invalid'),
      path_too_long: failure('invalid', z.strictObject({ most: z.int() })),
    },
  },
  deleteCategory: {
    input: z.strictObject({ path: categoryPath }),
    output: z.strictObject({}),
    failures: {
      category_not_found: failure('not_found'),
      category_in_use: failure('conflict'),
    },
  },
};
