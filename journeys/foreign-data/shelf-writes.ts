import type { Cells } from '../rights/staff-writes.ts';
import type { TwoShops } from '../rights/two-shops.ts';
import { ofChannels } from '../rights/whole-bodies.ts';

/** What all shops of the deployment share: nobody of one shop changes it. */
export function ofShelves({ own, foreign, collection, category }: TwoShops): Record<string, Cells> {
  const texts = { titles: {}, descriptionHtml: '' };
  const add = [own.product.productId];
  const jumper = { params: { language: 'en', word: 'jumper' } };
  return {
    ...ofChannels(),
    adminPutCategory: {
      shared: { body: { path: category, name: 'Taken', names: {}, position: 0 } },
      foreign: { body: { path: 'added', name: 'Added', names: {}, position: 0 } },
    },
    adminPutCategoryDisplay: {
      shared: { body: { path: category, picture: null, texts: {}, channels: [] } },
    },
    adminRenameCategory: { shared: { body: { path: category, newPath: 'taken' } } },
    adminRenameCollection: {
      shared: { params: { handle: collection }, body: { newHandle: 'taken' } },
    },
    adminDeleteCategory: { shared: { query: { path: category } } },
    adminPutCollection: {
      shared: { params: { handle: collection }, body: { title: 'Taken', ...texts } },
      foreign: { params: { handle: 'added' }, body: { title: 'Added', ...texts } },
    },
    adminChangeCollectionProducts: {
      shared: { params: { handle: collection }, body: { add } },
      mixed: {
        params: { handle: collection },
        body: { add: [...add, foreign.product.productId] },
      },
    },
    adminPutCollectionSort: {
      shared: { params: { handle: collection }, body: { sort: 'by_hand' } },
    },
    adminPutCollectionRule: {
      shared: {
        params: { handle: collection },
        body: { rule: { match: 'all', conditions: [{ field: 'tag', tag: 'taken' }] } },
      },
    },
    adminMoveCollectionProducts: {
      shared: { params: { handle: collection }, body: { productIds: add, before: null } },
    },
    adminDeleteCollection: { shared: { params: { handle: collection } } },
    adminPutSearchSynonyms: { foreign: { ...jumper, body: { synonyms: ['x'], bothWays: true } } },
    adminDeleteSearchSynonyms: { foreign: jumper },
  };
}
