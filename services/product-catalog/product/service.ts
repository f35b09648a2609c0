import { listAuditEntries } from '#platform/data/audit-entries.ts';
import { replayDeadLetters } from '#platform/stories/replay-dead-letters.ts';
import { listWaitingWork } from '#platform/stories/waiting-work.ts';
import { defineService, each, type ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import { listedIn } from './editing/product-filters.ts';
import { Frames } from './content/frames.ts';
import { storefrontOf } from './content/storefront-operations.ts';
import { changeProduct, createProduct, deleteProduct } from './editing/change-product.ts';
import { holdTaxRate } from './editing/hold-tax-rate.ts';
import { listMissingTaxRates } from './editing/list-missing-rates.ts';
import { onRatesChanged } from './editing/missing-rates.ts';
import { addPastPrices } from './editing/add-past-prices.ts';
import { Editions } from './read-model/editions.ts';
import { seedFirstChannel } from './structure/seed-channels.ts';
import { getProduct } from './storefront/get-product.ts';
import { LiveStock } from './storefront/live-stock.ts';
import { getSellableVariants } from './storefront/get-sellable-variants.ts';
import { getAdminProduct, listAdminProducts } from './editing/list-admin-products.ts';
import { listProducts } from './storefront/list-products.ts';
import {
  getCategory,
  getCollection,
  listCategories,
  listChannels,
  listCollections,
} from './storefront/list-shop.ts';
import { listAdminChannels, putChannel } from './structure/put-channel.ts';
import { putChannelCompany } from './structure/put-channel-company.ts';
import { tellChannels } from './structure/tell-channels.ts';
import { putChannelDomains } from './structure/put-channel-domains.ts';
import { putChannelMail } from './structure/put-channel-mail.ts';
import { shelfStories, shelvesOf } from './structure/shelf-operations.ts';
import { mediaIn } from './media/media-operations.ts';
import { readGauges } from './media/stores/read-gauges.ts';
import { manyAtOnce, onRightsChanged, outdatedFiles } from './many-at-once.ts';
import { putVariant, removeVariant } from './editing/put-variant.ts';
import { DefinedReadModel } from './read-model/keep-defined.ts';
import { CategoryCounts } from './search/category-counts.ts';
import {
  deleteSearchSynonyms,
  listSearchSynonyms,
  putSearchSynonyms,
} from './search/keep-synonyms.ts';
import { searchProducts } from './search/search-products.ts';
import { getSearchSuggestions } from './search/get-search-suggestions.ts';
import { Synonyms } from './search/synonyms.ts';
import { putTranslation, setListings } from './editing/set-listings.ts';
import { addSalePrice, removeSalePrice, setPrice } from './editing/set-price.ts';
import { storedFields } from './structure/keep-fields.ts';
import { takeStock } from './read-model/take-stock.ts';
import { Vocabulary } from './words/vocabulary.ts';
import { productDocuments, otherJsonOfProduct } from './stored/documents.ts';

/** Product's own, and inventory's behind it. */
function waitingWorkOf(context: ServiceContext<'product'>) {
  const { inventory } = context.call;
  return {
    listWaitingWork: listWaitingWork(context, {
      behind: { inventory: inventory.listWaitingWork },
    }),
    replayDeadLetters: replayDeadLetters(context, { inventory: inventory.replayDeadLetters }),
  };
}

export const productService = defineService({
  name: 'product',
  migrations: new URL('./migrations/', import.meta.url),
  documents: productDocuments,
  otherJson: otherJsonOfProduct,
  hints: { product: { table: 'product', version: sql`version`, channels: listedIn } },
  open(context) {
    const editions = new Editions(context.database);
    const vocabulary = new Vocabulary(context.database);
    const synonyms = new Synonyms(context.database);
    const counts = new CategoryCounts(context.database);
    const readModel = new DefinedReadModel(context);
    const frames = new Frames(context.database);
    const media = mediaIn(context);
    const many = manyAtOnce(context, media.keeping);
    return {
      operations: {
        listAuditEntries: listAuditEntries(context, [context.call.inventory.listAuditEntries]),
        ...waitingWorkOf(context),
        ...storedFields(context),
        getSellableVariants: getSellableVariants(context, new LiveStock(context)),
        listProducts: listProducts(context, editions),
        searchProducts: searchProducts(context, editions, vocabulary, synonyms),
        getSearchSuggestions: getSearchSuggestions(context, editions, vocabulary, counts),
        listSearchSynonyms: listSearchSynonyms(context),
        putSearchSynonyms: putSearchSynonyms(context, synonyms),
        deleteSearchSynonyms: deleteSearchSynonyms(context, synonyms),
        getProduct: getProduct(context, editions),
        listCategories: listCategories(context, editions, counts),
        listCollections: listCollections(context),
        getCategory: getCategory(context),
        getCollection: getCollection(context),
        listChannels: listChannels(context),
        ...many.operations,
        listMissingTaxRates: listMissingTaxRates(context),
        holdTaxRate: holdTaxRate(context),
        listAdminProducts: listAdminProducts(context),
        getAdminProduct: getAdminProduct(context),
        createProduct: createProduct(context),
        changeProduct: changeProduct(context),
        deleteProduct: deleteProduct(context),
        putVariant: putVariant(context),
        removeVariant: removeVariant(context),
        setPrice: setPrice(context),
        addPastPrices: addPastPrices(context),
        addSalePrice: addSalePrice(context),
        removeSalePrice: removeSalePrice(context),
        setListings: setListings(context),
        putTranslation: putTranslation(context),
        listAdminChannels: listAdminChannels(context),
        putChannel: putChannel(context, editions),
        putChannelCompany: putChannelCompany(context),
        putChannelMail: putChannelMail(context),
        putChannelDomains: putChannelDomains(context, frames),
        tellChannels: tellChannels(context),
        ...storefrontOf(context, editions, frames),
        ...media.operations,
        ...shelvesOf(context, frames, editions),
      },
      subscriptions: {
        'auth.rights_changed': each(onRightsChanged),
        'inventory.stock_changed': takeStock,
        'tax.rates_changed': each(onRatesChanged),
      },
      stories: [...shelfStories(context), readModel.shape(), ...media.stories, ...many.stories],
      outdated: outdatedFiles,
      gauges: readGauges(context, media.keeping.store),
      async started() {
        await seedFirstChannel(context);
        await readModel.start();
      },
      async close() {
        readModel.stop();
      },
    };
  },
});
