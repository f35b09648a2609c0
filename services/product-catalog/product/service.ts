import { defineService } from '#platform/service.ts';
import { furnishFirstChannel } from './furnish-channels.ts';
import { getSellableVariants } from './get-sellable-variants.ts';
import { importProducts } from './import-products.ts';
import { takeStock } from './take-stock.ts';

export const productService = defineService({
  name: 'product',
  migrations: new URL('./migrations/', import.meta.url),
  open(context) {
    return {
      operations: {
        getSellableVariants: getSellableVariants(context),
        importProducts: importProducts(context),
      },
      hears: { 'inventory.stock_changed': takeStock },
      started: () => furnishFirstChannel(context),
    };
  },
});
