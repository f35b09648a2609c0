import { listAuditEntries } from '#platform/audit-entries.ts';
import { defineService } from '#platform/service.ts';
import { changeProduct, createProduct, deleteProduct } from './change-product.ts';
import { Editions } from './editions.ts';
import { furnishFirstChannel } from './furnish-channels.ts';
import { getProduct } from './get-product.ts';
import { getSellableVariants } from './get-sellable-variants.ts';
import { importProducts } from './import-products.ts';
import { getAdminProduct, listAdminProducts } from './list-admin-products.ts';
import { listProducts } from './list-products.ts';
import { listCategories, listChannels, listCollections } from './list-shop.ts';
import { deleteCategory, putCategory } from './put-category.ts';
import { listAdminChannels, putChannel } from './put-channel.ts';
import { changeCollectionProducts, deleteCollection, putCollection } from './put-collection.ts';
import { putVariant, removeVariant } from './put-variant.ts';
import { rebuildDocuments, rebuildStory } from './rebuild-documents.ts';
import { searchProducts } from './search-products.ts';
import { putTranslation, setListings } from './set-listings.ts';
import { addSalePrice, removeSalePrice, setPrice } from './set-price.ts';
import { takeStock } from './take-stock.ts';

export const productService = defineService({
  name: 'product',
  migrations: new URL('./migrations/', import.meta.url),
  open(context) {
    const editions = new Editions(context.database);
    return {
      operations: {
        listAuditEntries: listAuditEntries(context, [context.call.inventory.listAuditEntries]),
        getSellableVariants: getSellableVariants(context),
        listProducts: listProducts(context, editions),
        searchProducts: searchProducts(context, editions),
        getProduct: getProduct(context, editions),
        listCategories: listCategories(context),
        listCollections: listCollections(context),
        listChannels: listChannels(context),
        importProducts: importProducts(context),
        listAdminProducts: listAdminProducts(context),
        getAdminProduct: getAdminProduct(context),
        createProduct: createProduct(context),
        changeProduct: changeProduct(context),
        deleteProduct: deleteProduct(context),
        putVariant: putVariant(context),
        removeVariant: removeVariant(context),
        setPrice: setPrice(context),
        addSalePrice: addSalePrice(context),
        removeSalePrice: removeSalePrice(context),
        setListings: setListings(context),
        putTranslation: putTranslation(context),
        listAdminChannels: listAdminChannels(context),
        putChannel: putChannel(context, editions),
        putCategory: putCategory(context),
        deleteCategory: deleteCategory(context),
        putCollection: putCollection(context),
        changeCollectionProducts: changeCollectionProducts(context),
        deleteCollection: deleteCollection(context),
      },
      hears: { 'inventory.stock_changed': takeStock },
      stories: { [rebuildStory]: rebuildDocuments(context) },
      started: () => furnishFirstChannel(context),
    };
  },
});
