import { command, query } from '#kernel/contract.ts';
import { expectsSinceVersion2 } from '../../overtaken.ts';
import { crawlerOperations } from './crawlers.ts';
import { pageOperations } from './pages.ts';
import { storefrontOperations } from './frame.ts';

const reads = { access: 'catalog:read' } as const;
const writes = { access: 'catalog:write', idempotency: 'natural', scope: 'channel' } as const;

/** What a shop shows besides its products: who may read and who may set it, channel by channel. */
export const storefrontPromises = {
  getStorefront: query({ access: 'public', ...storefrontOperations.getStorefront }),
  getPage: query({ access: 'public', ...pageOperations.getPage }),
  getPublishedText: query({ access: 'public', ...pageOperations.getPublishedText }),
  listSitemapEntries: query({ access: 'public', ...crawlerOperations.listSitemapEntries }),
  listSitemapParts: query({ access: 'public', ...crawlerOperations.listSitemapParts }),
  listFeedProducts: query({ access: 'public', ...crawlerOperations.listFeedProducts }),
  putChannelDomains: command({
    ...writes,
    scope: 'all',
    ...storefrontOperations.putChannelDomains,
  }),
  tellChannels: command({ ...writes, scope: 'all', ...storefrontOperations.tellChannels }),
  getAdminStorefront: query({ ...reads, ...storefrontOperations.getAdminStorefront }),
  putStorefrontLook: command({ ...writes, ...storefrontOperations.putStorefrontLook }),
  putStorefrontNotice: command({ ...writes, ...storefrontOperations.putStorefrontNotice }),
  putStorefrontScenes: command({ ...writes, ...storefrontOperations.putStorefrontScenes }),
  checkLinks: query({ ...reads, ...storefrontOperations.checkLinks }),
  putMenu: command({ ...writes, ...storefrontOperations.putMenu }),
  deleteMenu: command({ ...expectsSinceVersion2, ...writes, ...storefrontOperations.deleteMenu }),
  listAdminPages: query({ ...reads, ...pageOperations.listAdminPages }),
  getAdminPage: query({ ...reads, ...pageOperations.getAdminPage }),
  listPublishedTexts: query({ ...reads, ...pageOperations.listPublishedTexts }),
  previewPage: query({ ...reads, ...pageOperations.previewPage }),
  putPage: command({ ...writes, ...pageOperations.putPage }),
  publishPage: command({ ...writes, ...pageOperations.publishPage }),
  unpublishPage: command({ ...writes, ...pageOperations.unpublishPage }),
  renamePage: command({ ...writes, ...pageOperations.renamePage }),
  deletePage: command({ ...writes, ...pageOperations.deletePage }),
};
