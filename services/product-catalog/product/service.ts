import { defineService } from '#platform/service.ts';
import { Editions } from './editions.ts';
import { furnishFirstChannel } from './furnish-channels.ts';
import { getProduct } from './get-product.ts';
import { getSellableVariants } from './get-sellable-variants.ts';
import { importProducts } from './import-products.ts';
import { listProducts } from './list-products.ts';
import { listCategories, listChannels, listCollections } from './list-shop.ts';
import { searchProducts } from './search-products.ts';
import { takeStock } from './take-stock.ts';

export const productService = defineService({
  name: 'product',
  migrations: new URL('./migrations/', import.meta.url),
  open(context) {
    const editions = new Editions(context.database);
    return {
      operations: {
        getSellableVariants: getSellableVariants(context),
        listProducts: listProducts(context, editions),
        searchProducts: searchProducts(context, editions),
        getProduct: getProduct(context, editions),
        listCategories: listCategories(context),
        listCollections: listCollections(context),
        listChannels: listChannels(context),
        importProducts: importProducts(context),
      },
      hears: { 'inventory.stock_changed': takeStock },
      started: () => furnishFirstChannel(context),
    };
  },
});
