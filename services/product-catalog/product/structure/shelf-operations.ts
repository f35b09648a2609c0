import type { ServiceContext } from '#platform/calls/service.ts';
import type { Frames } from '../content/frames.ts';
import type { Editions } from '../read-model/editions.ts';
import { rebuildDocuments } from '../read-model/rebuild-documents.ts';
import { getCategoryDisplay, putCategoryDisplay } from './categories/category-display.ts';
import { moveCollectionProducts } from './collections/move-collection-products.ts';
import { putCollectionSort } from './collections/put-collection-sort.ts';
import { deleteCategory, listAdminCategories, putCategory } from './put-category.ts';
import {
  changeCollectionProducts,
  deleteCollection,
  listAdminCollections,
  listCollectionProducts,
  putCollection,
} from './put-collection.ts';
import { ageMembers } from './rules/age-members.ts';
import { previewCollectionRule } from './rules/preview-collection-rule.ts';
import { putCollectionRule } from './rules/put-collection-rule.ts';
import { renameCategory } from './rename-category.ts';
import { renameCollection } from './rename-collection.ts';

/** What goes on in the background where a shelf was changed, or what stands on it has grown old. */
export const shelfStories = (context: ServiceContext<'product'>) => [
  rebuildDocuments(context),
  ageMembers(context),
];

/** What staff do to categories and collections. */
export function shelvesOf(context: ServiceContext<'product'>, frames: Frames, editions: Editions) {
  return {
    listAdminCategories: listAdminCategories(context),
    listAdminCollections: listAdminCollections(context),
    listCollectionProducts: listCollectionProducts(context),
    putCategory: putCategory(context),
    getCategoryDisplay: getCategoryDisplay(context),
    putCategoryDisplay: putCategoryDisplay(context, frames, editions),
    renameCategory: renameCategory(context, frames, editions),
    deleteCategory: deleteCategory(context),
    putCollection: putCollection(context),
    renameCollection: renameCollection(context, frames, editions),
    putCollectionSort: putCollectionSort(context),
    putCollectionRule: putCollectionRule(context),
    previewCollectionRule: previewCollectionRule(context),
    moveCollectionProducts: moveCollectionProducts(context),
    changeCollectionProducts: changeCollectionProducts(context),
    deleteCollection: deleteCollection(context),
  };
}
