import { command, query } from '#kernel/contract.ts';
import { expectsSinceVersion2 } from '../../overtaken.ts';
import { categoryOperations } from './categories.ts';
import { collectionOperations } from './collections.ts';

const reads = { access: 'catalog:read' } as const;
/** All channels share them. */
const writes = { scope: 'all', access: 'catalog:write', idempotency: 'natural' } as const;

/** What staff do to what products stand in. */
export const shelfPromises = {
  listAdminCategories: query({ ...reads, ...categoryOperations.listAdminCategories }),
  putCategory: command({ ...writes, ...categoryOperations.putCategory }),
  getCategoryDisplay: query({ ...reads, ...categoryOperations.getCategoryDisplay }),
  putCategoryDisplay: command({ ...writes, ...categoryOperations.putCategoryDisplay }),
  renameCategory: command({ ...writes, ...categoryOperations.renameCategory }),
  deleteCategory: command({
    ...expectsSinceVersion2,
    ...writes,
    ...categoryOperations.deleteCategory,
  }),
  listAdminCollections: query({ ...reads, ...collectionOperations.listAdminCollections }),
  listCollectionProducts: query({ ...reads, ...collectionOperations.listCollectionProducts }),
  putCollection: command({ ...writes, ...collectionOperations.putCollection }),
  renameCollection: command({ ...writes, ...collectionOperations.renameCollection }),
  putCollectionSort: command({ ...writes, ...collectionOperations.putCollectionSort }),
  putCollectionRule: command({ ...writes, ...collectionOperations.putCollectionRule }),
  previewCollectionRule: query({ ...reads, ...collectionOperations.previewCollectionRule }),
  changeCollectionProducts: command({
    ...writes,
    ...collectionOperations.changeCollectionProducts,
  }),
  moveCollectionProducts: command({ ...writes, ...collectionOperations.moveCollectionProducts }),
  deleteCollection: command({
    ...expectsSinceVersion2,
    ...writes,
    ...collectionOperations.deleteCollection,
  }),
};
