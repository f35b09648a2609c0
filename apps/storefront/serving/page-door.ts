import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Visit } from '../../../services/api-gateway/api-gateway/desk/desk.ts';
import type { PagesHanded } from '../../../services/api-gateway/api-gateway/serving/pages.ts';
import { troublePage } from '../pages/trouble.tsx';
import { formatsFor } from '../words/formats.ts';
import { wordsFor } from '../words/words.ts';
import { Addresses, segmentOf } from './addresses.ts';
import type { AssetsManifest } from './assets.ts';
import type { MakePage, PageRequest } from './page.ts';
import { PageRefused } from './page-refused.ts';
import { sendPage, sendRedirect } from './send-page.ts';
import type { Shop } from './shop.ts';
import { Shops } from './shops.ts';

/**
 * Where pages are asked for: finds the channel and the language, lets the visitor in as the desk
 * does, makes the page and sends it. A page counts as one read, however much is asked for it.
 */
export class PageDoor {
  private readonly handed: PagesHanded;
  private readonly assets: AssetsManifest;
  private readonly shops: Shops;

  constructor(handed: PagesHanded, assets: AssetsManifest) {
    this.handed = handed;
    this.assets = assets;
    this.shops = new Shops(handed.settings, handed.nowMs);
  }

  async serve(request: FastifyRequest, reply: FastifyReply, makePage: MakePage) {
    const asked = await this.enter(request);
    if ('refused' in asked) return this.tell(request, reply, asked.refused);
    const { page: pageRequest } = asked;
    try {
      if (!asked.isInLanguage) throw new PageRefused(404);
      const made = await makePage(pageRequest);
      if ('location' in made) return await sendRedirect(reply, made);
      return await sendPage(reply, { request: pageRequest, page: made, assets: this.assets });
    } catch (error) {
      return this.tell(request, reply, refusedBy(error, this.handed, request), pageRequest);
    }
  }

  async tellNotFound(request: FastifyRequest, reply: FastifyReply) {
    const asked = await this.enter(request);
    const page = 'page' in asked ? asked.page : undefined;
    return this.tell(
      request,
      reply,
      'refused' in asked ? asked.refused : new PageRefused(404),
      page,
    );
  }

  private tell(
    request: FastifyRequest,
    reply: FastifyReply,
    { status, retryAfterSeconds }: PageRefused,
    page: PageRequest = this.without(request),
  ) {
    if (retryAfterSeconds !== undefined) reply.header('Retry-After', String(retryAfterSeconds));
    const traceId = request.scope.traceparent.slice(3, 35);
    const trouble = troublePage(page, status, traceId);
    return sendPage(reply, { request: page, page: trouble, assets: this.assets });
  }

  private async enter(
    request: FastifyRequest,
  ): Promise<{ refused: PageRefused } | { page: PageRequest; isInLanguage: boolean }> {
    const { desk, askedBy } = this.handed;
    const userAgent = request.headers['user-agent'];
    const asked = { ...askedBy(request), authorization: undefined, orderToken: undefined };
    const address = addressOf(request);
    const visitor = { ...asked, channel: undefined, userAgent };
    const entered = await desk.openPage({ ...visitor, acceptLanguage: address.language });
    if (!entered.ok) {
      return {
        refused: new PageRefused(entered.refused.status, entered.refused.retryAfterSeconds),
      };
    }
    try {
      const ask = asking(entered.value);
      const channels = await this.shops.channels(ask);
      const channel = channels.find(({ code }) => code === 'default') ?? channels[0];
      if (!channel) throw new PageRefused(503);
      const locale =
        address.language === undefined
          ? channel.defaultLocale
          : channel.locales.find((each) => segmentOf(each) === address.language);
      // The default language stands without its name: one page has one address.
      const isInLanguage =
        locale !== undefined && address.language !== segmentOf(channel.defaultLocale);
      const spoken = locale ?? channel.defaultLocale;
      const place = { channel: channel.code, acceptLanguage: spoken };
      const visit = entered.value.inPlace(place);
      const shop = await this.shops.shop(channel, spoken, asking(visit));
      const page = pageRequest(request, shop, spoken, address.path, asking(visit));
      return { page, isInLanguage };
    } catch (error) {
      return { refused: refusedBy(error, this.handed, request) };
    }
  }

  /** Of a shop that does not answer: its name and its first language. */
  private without(request: FastifyRequest): PageRequest {
    const { settings } = this.handed;
    const { language = 'en', path } = addressOf(request);
    const shop: Shop = {
      code: 'default',
      name: settings.shop.name,
      currency: 'EUR',
      defaultLocale: language,
      locales: [],
      pricesIncludeTax: true,
      categories: [],
      departments: [],
      company: settings.shop,
      publicUrl: settings.publicUrl,
    };
    return pageRequest(request, shop, language, path, () => Promise.reject(new PageRefused(503)));
  }
}

function pageRequest(
  request: FastifyRequest,
  shop: Shop,
  locale: string,
  path: string,
  ask: PageRequest['ask'],
): PageRequest {
  const prefix = locale === shop.defaultLocale ? '' : `/${segmentOf(locale)}`;
  return {
    shop,
    locale,
    words: wordsFor(locale),
    formats: formatsFor(locale),
    at: new Addresses(prefix),
    params: request.params as Record<string, string>,
    query: new URL(request.url, 'http://of.the.shop').searchParams,
    path,
    ask,
  };
}

function addressOf({ url }: FastifyRequest): { language: string | undefined; path: string } {
  const [path = '/'] = url.split('?', 1);
  const [, language, rest] = /^\/([a-z]{2}(?:-[a-z]{2})?)(\/.*)?$/.exec(path) ?? [];
  return language === undefined ? { language, path } : { language, path: rest ?? '/' };
}

function asking(visit: Visit): PageRequest['ask'] {
  return async <Value>(...asked: Parameters<Visit['ask']>) => {
    const answered = await visit.ask(...asked);
    if (answered.ok) return answered.value as Value;
    const { status, retryAfterSeconds } = answered.refused;
    // What an address asks for wrongly is not there.
    const told = status === 400 || status === 422 ? 404 : status;
    throw new PageRefused(told, retryAfterSeconds);
  };
}

function refusedBy(error: unknown, { tellSurprise }: PagesHanded, request: FastifyRequest) {
  if (error instanceof PageRefused) return error;
  tellSurprise(request, error);
  return new PageRefused(500);
}
