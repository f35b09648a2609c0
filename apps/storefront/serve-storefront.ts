import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { PagesHanded } from '../../services/api-gateway/api-gateway/serving/pages.ts';
import { accountForms, accountPages } from './pages/account/account-pages.ts';
import { cartPage } from './pages/cart/cart-page.tsx';
import { addToCart, changeCartLine } from './pages/cart/change-cart.ts';
import { openCheckout, setDelivery, setDetails } from './pages/checkout/change-checkout.ts';
import { checkoutPage } from './pages/checkout/checkout-page.tsx';
import { completeCheckout } from './pages/checkout/complete-checkout.tsx';
import { returnPage } from './pages/checkout/return-page.tsx';
import { categoryPage } from './pages/lists/category-page.tsx';
import { collectionPage } from './pages/lists/collection-page.tsx';
import { searchPage } from './pages/lists/search-page.tsx';
import { contentPage } from './pages/content/content-page.tsx';
import { homePage } from './pages/home.tsx';
import { productPage } from './pages/product/product-page.tsx';
import { watchProduct } from './pages/product/watch-product.tsx';
import {
  confirmWithdrawal,
  declareWithdrawal,
  withdrawalPage,
} from './pages/withdrawal/withdrawal-page.tsx';
import {
  changeWish,
  moveToCart,
  removeList,
  removeWish,
  renameList,
  saveCart,
  saveCartLine,
  shareList,
} from './pages/wishes/change-wishes.ts';
import { savedCartPage } from './pages/wishes/saved-cart-page.tsx';
import { sharedListPage } from './pages/wishes/shared-list-page.tsx';
import { wishListPage } from './pages/wishes/wish-list-page.tsx';
import { Assets } from '../built-files/assets.ts';
import type { AssetsManifest } from './serving/assets.ts';
import { favicon, manifest } from './crawlers/manifest.ts';
import { googleFeed } from './crawlers/product-feed.ts';
import { robots } from './crawlers/robots.ts';
import { sitemap, sitemapIndex } from './crawlers/sitemap.ts';
import type { MakePage, PageRequest, TakeForm } from './serving/page.ts';
import { PageDoor } from './serving/page-door.ts';
import type { TextFile } from './serving/send-file.ts';

/** Every page by its path, without the language that may stand before it. */
const pages: Readonly<Record<string, MakePage>> = {
  '/': homePage,
  '/search': searchPage,
  '/categories/*': categoryPage,
  '/collections/:handle': collectionPage,
  '/products/:handle': productPage,
  '/pages/:handle': contentPage,
  '/withdrawal-from-contract': withdrawalPage,
  '/cart': (request) => cartPage(request),
  '/wish-list': (request) => wishListPage(request),
  '/wish-list/:listId': (request) => savedCartPage(request),
  '/shared-lists/:token': sharedListPage,
  '/checkout/:checkoutId': (request) => checkoutPage(request),
  '/checkout/:checkoutId/return': returnPage,
  ...accountPages,
};

/** What forms are sent to. */
const forms: Readonly<Record<string, TakeForm>> = {
  '/withdrawal-from-contract': declareWithdrawal,
  '/withdrawal-from-contract/confirm': confirmWithdrawal,
  '/products/:handle/watch': watchProduct,
  '/cart/lines': addToCart,
  '/cart/lines/:lineId': changeCartLine,
  '/cart/lines/:lineId/save': saveCartLine,
  '/cart/save': saveCart,
  '/wish-list/items': changeWish,
  '/wish-list/:listId/move': moveToCart,
  '/wish-list/:listId/lines/:lineId/remove': removeWish,
  '/wish-list/:listId/share': shareList,
  '/wish-list/:listId/rename': renameList,
  '/wish-list/:listId/remove': removeList,
  '/checkout': openCheckout,
  '/checkout/:checkoutId/details': setDetails,
  '/checkout/:checkoutId/delivery': setDelivery,
  '/checkout/:checkoutId/complete': completeCheckout,
  ...accountForms,
};

type MakeFile = (request: PageRequest) => TextFile | Promise<TextFile>;

/** What programs read of a channel. */
const files: Readonly<Record<string, MakeFile>> = {
  '/robots.txt': robots,
  '/sitemap.xml': sitemapIndex,
  '/sitemaps/:file': sitemap,
  '/favicon.svg': favicon,
};

/** The same in each of its languages. */
const filesInLanguages: Readonly<Record<string, MakeFile>> = {
  '/feeds/google.xml': googleFeed,
  '/manifest.webmanifest': manifest,
};

/** As a language is written at the beginning of a path: `de`, `pt-br`. */
const language = '/:language(^[a-z][a-z](?:-[a-z][a-z])?$)';

/** Serves the shop's pages on the gateway's own server; what they show and do they ask at its desk. */
export function serveStorefront(handed: PagesHanded, builtFolder: string): void {
  const { app } = handed;
  const assets = new Assets<AssetsManifest>(builtFolder);
  const door = new PageDoor(handed, assets.manifest);
  assets.serve(app, '/assets', (request, reply) => void door.tellNotFound(request, reply));
  serveFiles(app, door);
  for (const [path, makePage] of Object.entries(pages)) {
    const serve = (request: FastifyRequest, reply: FastifyReply) =>
      door.serve(request, reply, makePage);
    app.get(path, serve);
    app.get(path === '/' ? language : `${language}${path}`, serve);
  }
  for (const [path, takeForm] of Object.entries(forms)) {
    const take = (request: FastifyRequest, reply: FastifyReply) =>
      door.serve(request, reply, takeForm);
    app.post(path, take);
    app.post(`${language}${path}`, take);
    if (path in pages) continue;
    const lead = (depth: number) => (request: FastifyRequest, reply: FastifyReply) =>
      reply.redirect(above(request.url, depth), 303);
    const { length } = segmentsOf(pageAbove(path));
    app.get(path, path === '/checkout' ? toCart : lead(length));
    app.get(`${language}${path}`, path === '/checkout' ? toCart : lead(length + 1));
  }
  for (const path of ['/look/:revision', `${language}/look/:revision`]) {
    app.get(path, (request, reply) => door.sendLook(request, reply));
  }
  serveTheRest(app, handed, door);
}

const segmentsOf = (path: string): string[] => path.split('/').filter((part) => part !== '');

/** The nearest page above the address of a form. */
function pageAbove(path: string): string {
  const segments = segmentsOf(path);
  while (segments.length > 0 && !(`/${segments.join('/')}` in pages)) segments.pop();
  return `/${segments.join('/')}`;
}

/**
 * Where a kept tab, the switch of languages or a typed address leads that names a form: what its
 * answer said is over, and the page that it stood on is there.
 */
function above(url: string, depth: number): string {
  const { pathname } = new URL(url, 'http://shop.invalid');
  return `/${segmentsOf(pathname).slice(0, depth).join('/')}`;
}

/** A checkout is opened by a form alone, which stands in the cart. */
function toCart({ url }: FastifyRequest, reply: FastifyReply) {
  return reply.redirect(
    new URL(url, 'http://shop.invalid').pathname.replace(/checkout$/, 'cart'),
    303,
  );
}

function serveFiles(app: FastifyInstance, door: PageDoor): void {
  const serve = (path: string, makeFile: MakeFile) =>
    app.get(path, (request, reply) => door.serveFile(request, reply, makeFile));
  for (const [path, makeFile] of Object.entries(files)) serve(path, makeFile);
  for (const [path, makeFile] of Object.entries(filesInLanguages)) {
    serve(path, makeFile);
    serve(`${language}${path}`, makeFile);
  }
  // Asked for by programs that look at no page first.
  app.get('/favicon.ico', (_request, reply) => reply.redirect('/favicon.svg', 302));
}

/** What nobody serves: a page to people, the problem that it always was to programs. */
function serveTheRest(app: FastifyInstance, handed: PagesHanded, door: PageDoor): void {
  app.get('/*', (request, reply) =>
    isProgram(request) ? handed.refuseNotFound(request, reply) : door.tellNotFound(request, reply),
  );
}

/** The API and what is beside it answer in their own words, and so does whatever wants no page. */
function isProgram({ url, headers }: FastifyRequest): boolean {
  return url.startsWith('/v1/') || !(headers.accept ?? '').includes('text/html');
}
