import type { ServiceContext } from '#platform/calls/service.ts';
import type { Editions } from '../read-model/editions.ts';
import { checkLinks } from './links/check-links.ts';
import type { Frames } from './frames.ts';
import { getPage, getStorefront } from './get-storefront.ts';
import { deleteMenu, putMenu } from './keep-menus.ts';
import { deletePage, putPage, renamePage } from '../pages/keep-pages.ts';
import { listFeedProducts } from './list-feed-products.ts';
import { listSitemapEntries, listSitemapParts } from './list-sitemap.ts';
import { previewPage } from '../pages/preview-page.ts';
import { publishPage, unpublishPage } from '../pages/publish-page.ts';
import { putStorefrontNotice, putStorefrontScenes } from './put-front.ts';
import { putStorefrontLook } from './put-look.ts';
import { getAdminStorefront } from './read-admin-storefront.ts';
import {
  getAdminPage,
  getPublishedText,
  listAdminPages,
  listPublishedTexts,
} from '../pages/read-pages.ts';

/** What a shop shows besides its products. */
export function storefrontOf(
  context: ServiceContext<'product'>,
  editions: Editions,
  frames: Frames,
) {
  return {
    getStorefront: getStorefront(editions, frames),
    getPage: getPage(context, editions),
    getPublishedText: getPublishedText(context),
    listSitemapEntries: listSitemapEntries(context, editions),
    listSitemapParts: listSitemapParts(context, editions),
    listFeedProducts: listFeedProducts(context, editions),
    getAdminStorefront: getAdminStorefront(context),
    putStorefrontLook: putStorefrontLook(context, frames),
    putStorefrontNotice: putStorefrontNotice(context, frames),
    putStorefrontScenes: putStorefrontScenes(context, frames),
    checkLinks: checkLinks(context, editions, frames),
    previewPage,
    putMenu: putMenu(context, frames),
    deleteMenu: deleteMenu(context, frames),
    listAdminPages: listAdminPages(context),
    getAdminPage: getAdminPage(context),
    listPublishedTexts: listPublishedTexts(context),
    putPage: putPage(context),
    publishPage: publishPage(context, frames),
    unpublishPage: unpublishPage(context, frames),
    renamePage: renamePage(context, frames),
    deletePage: deletePage(context),
  };
}
