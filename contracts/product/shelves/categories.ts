import { z } from 'zod';
import { failure } from '#kernel/contract.ts';
import { channelCode, upTo } from '../admin-shapes.ts';
import { mediaUrl } from '../media/media-url.ts';
import { categoryPath } from '../shapes.ts';
import { missingPicture } from '../storefront/look.ts';
import { locale, page, pageFailures, pageOf, text } from '../../shapes.ts';
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

const altText = upTo(500, 'goods');
const keptTexts = z.strictObject({
  descriptionHtml: z.string(),
  seoTitle: z.string(),
  seoDescription: z.string(),
});
const givenTexts = z.strictObject({
  descriptionHtml: upTo(100_000, 'markup'),
  seoTitle: upTo(255, 'goods'),
  seoDescription: upTo(1_000, 'goods'),
});
const shownIn = z
  .array(z.string())
  .nullable()
  .meta({
    description:
      'Codes of the channels whose shoppers see it, and what lies below it; null: all of them, also those that come later',
    examples: [null],
  });

/** A category with all that its page in the shop shows. */
const categoryDisplay = adminCategory
  .extend({
    picture: z.strictObject({ url: z.string(), altText: z.string() }).nullable(),
    texts: z.record(z.string(), keptTexts).meta({ description: 'By language' }),
    channels: shownIn,
  })
  .meta({ id: 'CategoryDisplay' });

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
  /** By its path, or one that it had before. */
  getCategoryDisplay: {
    input: z.strictObject({ path: categoryPath }),
    output: categoryDisplay,
    failures: { category_not_found: failure('not_found') },
  },
  /** What its page in the shop shows, and in which channels it has one. */
  putCategoryDisplay: {
    input: z.strictObject({
      path: categoryPath,
      picture: z
        .strictObject({ url: mediaUrl, altText })
        .nullable()
        .meta({ examples: [{ url: '/media/coffee.svg', altText: 'Beans' }] }),
      texts: z.record(locale, givenTexts).meta({
        description: 'By language; one that is left out has none of its own',
        examples: [
          { en: { descriptionHtml: '<p>Roasted.</p>', seoTitle: '', seoDescription: '' } },
        ],
      }),
      channels: z
        .array(channelCode)
        .max(1_000)
        .nullable()
        .meta({
          description: 'Whose shoppers see it, and what lies below it; null: those of all channels',
          examples: [null],
        }),
      expectedVersion,
    }),
    output: categoryDisplay,
    failures: {
      ...versionConflict,
      category_not_found: failure('not_found'),
      channel_not_found: failure('not_found'),
      picture_not_found: failure('invalid', missingPicture),
    },
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
    input: z.strictObject({ path: categoryPath, expectedVersion }),
    output: z.strictObject({}),
    failures: {
      ...versionConflict,
      category_not_found: failure('not_found'),
      category_in_use: failure('conflict'),
    },
  },
};
