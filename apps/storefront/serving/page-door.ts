import type { FastifyReply, FastifyRequest } from 'fastify';
import type { PageSession } from '../../../services/api-gateway/api-gateway/browser-sessions/page-session.ts';
import type { Visit } from '../../../services/api-gateway/api-gateway/desk/desk.ts';
import type { PagesHanded } from '../../../services/api-gateway/api-gateway/serving/pages.ts';
import type { PlainPage } from '../../../services/api-gateway/api-gateway/order-page/plain-pages.ts';
import { framedPage } from '../pages/framed-page.tsx';
import { troublePage } from '../pages/trouble.tsx';
import { formatsFor } from '../words/formats.ts';
import { wordsFor } from '../words/words.ts';
import { addressOf, Addresses, queryOf, segmentOf } from './addresses.ts';
import type { AssetsManifest } from './assets.ts';
import type { MakePage, PageRequest, Wished } from './page.ts';
import { PageRefused } from './page-refused.ts';
import { FileSender, type TextFile } from './send-file.ts';
import { sendPage, sendRedirect } from './send-page.ts';
import type { Shop } from './shop.ts';
import { Shops, type Channel } from './shops.ts';

/** Who asks, for a page of which shop and in which of its languages. */
interface Entered {
  readonly page: PageRequest;
  readonly isInLanguage: boolean;
  /** Where the page is, when its language is named that stands without a name. */
  readonly usualAddress?: string;
}

/**
 * Where pages are asked for: finds the channel and the language, lets the visitor in as the desk
 * does, makes the page and sends it. A page counts as one read, however much is asked for it.
 */
export class PageDoor {
  private readonly handed: PagesHanded;
  private readonly assets: AssetsManifest;
  private readonly shops: Shops;
  private readonly files = new FileSender();

  constructor(handed: PagesHanded, assets: AssetsManifest) {
    this.handed = handed;
    this.assets = assets;
    this.shops = new Shops(handed.settings, handed.nowMs);
    handed.framePlainPages((request, reply, plain) => this.frame(request, reply, plain));
  }

  async serve(request: FastifyRequest, reply: FastifyReply, makePage: MakePage) {
    const session = this.handed.sessions.of(request, reply);
    let page = this.withoutShop(request, session);
    try {
      if (request.method === 'POST') refuseForeign(page);
      const entered = await this.enter(request, session);
      page = entered.page;
      if (entered.usualAddress !== undefined && request.method !== 'POST') {
        return await sendRedirect(reply, { status: 301, location: entered.usualAddress });
      }
      if (!entered.isInLanguage) throw new PageRefused(404);
      const made = await makePage(page);
      if ('location' in made) return await sendRedirect(reply, made);
      return await sendPage(reply, { request: page, page: made, assets: this.assets });
    } catch (error) {
      return this.tell(request, reply, refusedBy(error, this.handed, request), page);
    }
  }

  /** The colours that a channel chose, as a style of its own. */
  async sendLook(request: FastifyRequest, reply: FastifyReply) {
    const session = this.handed.sessions.of(request, reply);
    try {
      const { page } = await this.enter(request, session);
      const isThis = request.params as { revision: string };
      const lasts = isThis.revision === `${page.shop.revision}.css`;
      return await reply
        .header('Cache-Control', lasts ? 'public, max-age=31536000, immutable' : 'no-store')
        .type('text/css; charset=utf-8')
        .send(lookText(page.shop));
    } catch (error) {
      const { status } = refusedBy(error, this.handed, request);
      return reply.code(status).type('text/css; charset=utf-8').send('');
    }
  }

  /** What programs read of a shop: refused in a status alone, since nobody looks at it. */
  async serveFile(
    request: FastifyRequest,
    reply: FastifyReply,
    makeFile: (page: PageRequest) => TextFile | Promise<TextFile>,
  ) {
    const session = this.handed.sessions.of(request, reply);
    try {
      const { page, isInLanguage } = await this.enter(request, session);
      if (!isInLanguage) throw new PageRefused(404);
      return await this.files.send(reply, await makeFile(page));
    } catch (error) {
      const { status, retryAfterSeconds } = refusedBy(error, this.handed, request);
      if (retryAfterSeconds !== undefined) reply.header('Retry-After', String(retryAfterSeconds));
      return reply
        .code(status)
        .header('Cache-Control', 'no-store')
        .type('text/plain; charset=utf-8')
        .send('');
    }
  }

  /** A page of the gateway's own, as one of the shop's; what the frame cannot be told it does without. */
  private async frame(request: FastifyRequest, reply: FastifyReply, plain: PlainPage) {
    const session = this.handed.sessions.of(request, reply);
    const framed =
      plain.status === 429 || plain.status >= 500
        ? undefined
        : await this.framing(request, session, plain.language);
    const asked = framed ?? this.withoutShop(request, session, plain.language);
    return sendPage(reply, { request: asked, page: framedPage(plain), assets: this.assets });
  }

  private async framing(request: FastifyRequest, session: PageSession, language: string) {
    try {
      const asked = { ...session.visitor, acceptLanguage: language };
      const opened = await this.handed.desk.continuePage(asked);
      if (!opened.ok) return undefined;
      const channel = await this.channelOf(request, opened.value);
      const locale =
        channel.locales.find((each) => each === language) ??
        channel.locales.find((each) => each.split('-', 1)[0] === language) ??
        channel.defaultLocale;
      return await this.pageIn({ request, session, channel, locale, visit: opened.value });
    } catch (error) {
      refusedBy(error, this.handed, request);
      return undefined;
    }
  }

  tellNotFound(request: FastifyRequest, reply: FastifyReply) {
    return this.serve(request, reply, () => Promise.reject(new PageRefused(404)));
  }

  private tell(
    request: FastifyRequest,
    reply: FastifyReply,
    { status, retryAfterSeconds }: PageRefused,
    page: PageRequest,
  ) {
    if (retryAfterSeconds !== undefined) reply.header('Retry-After', String(retryAfterSeconds));
    const traceId = request.scope.traceparent.slice(3, 35);
    const trouble = troublePage(page, status, traceId);
    return sendPage(reply, { request: page, page: trouble, assets: this.assets });
  }

  private async enter(request: FastifyRequest, session: PageSession): Promise<Entered> {
    const { language } = addressOf(request.url);
    const opened = await this.handed.desk.openPage({
      ...session.visitor,
      acceptLanguage: language,
    });
    if (!opened.ok) throw new PageRefused(opened.refused.status, opened.refused.retryAfterSeconds);
    const channel = await this.channelOf(request, opened.value);
    const found =
      language === undefined
        ? channel.defaultLocale
        : channel.locales.find((each) => segmentOf(each) === language);
    const locale = found ?? channel.defaultLocale;
    const page = await this.pageIn({ request, session, channel, locale, visit: opened.value });
    // The default language stands without its name: one page has one address.
    if (language === segmentOf(channel.defaultLocale)) {
      const query = /\?.*$/.exec(request.url)?.[0] ?? '';
      return { page, isInLanguage: false, usualAddress: `${page.path}${query}` };
    }
    return { page, isInLanguage: found !== undefined };
  }

  /** Whose host name was asked, else the first shop's. */
  private async channelOf({ hostname }: FastifyRequest, visit: Visit): Promise<Channel> {
    const channels = await this.shops.channels(asking(visit));
    const channel =
      channels.find(({ domains = [] }) => domains.includes(hostname)) ??
      channels.find(({ code }) => code === 'default') ??
      channels[0];
    if (!channel) throw new PageRefused(503);
    return channel;
  }

  private async pageIn({ request, session, channel, locale, visit }: Placing) {
    const { path } = addressOf(request.url);
    const placed = visit.inPlace({ channel: channel.code, acceptLanguage: locale });
    const isForm = request.method === 'POST';
    const [shop, cartUnits, wished] = await Promise.all([
      this.shops.shop(channel, locale, asking(placed)),
      isForm ? 0 : unitsInCart(placed, session),
      isForm ? nothingWished : wishedBy(placed, session),
    ]);
    return pageRequest({ request, session, shop, cartUnits, wished, path }, locale, placed);
  }

  /** Of a shop that does not answer: its name, in the language that was asked for. */
  private withoutShop(request: FastifyRequest, session: PageSession, spoken?: string): PageRequest {
    const { settings } = this.handed;
    const { language = spoken ?? 'en', path } = addressOf(request.url);
    const shop: Shop = {
      code: 'default',
      name: settings.shop.name,
      currency: 'EUR',
      defaultLocale: language,
      locales: [],
      pricesIncludeTax: true,
      look: { tokens: {}, logo: null, favicon: null },
      notice: null,
      menus: { header: [], footer: [] },
      scenes: [],
      pages: [],
      revision: '',
      categories: [],
      departments: [],
      company: settings.shop,
      timeZone: settings.timeZone ?? 'UTC',
      publicUrl: settings.publicUrl,
    };
    const known = { request, session, shop, cartUnits: 0, wished: nothingWished, path };
    return pageRequest(known, language, undefined);
  }
}

/** A form that another site's page sent, or one that was shown to somebody else, does nothing. */
function refuseForeign({ session, form }: PageRequest): void {
  const refused = session.checkForm(form.get('formToken'));
  if (refused) throw new PageRefused(refused.status);
}

async function unitsInCart(visit: Visit, session: PageSession): Promise<number> {
  if (session.kind === 'none') return 0;
  const read = await visit.ask('getCurrentCart');
  if (!read.ok) return 0;
  const { lines } = read.value as { lines: readonly { quantity: number }[] };
  return lines.reduce((sum, { quantity }) => sum + quantity, 0);
}

const nothingWished: Wished = { skus: new Set(), productIds: new Set() };

/** Hearts that cannot be told are shown empty: what is on the list is there all the same. */
async function wishedBy(visit: Visit, session: PageSession): Promise<Wished> {
  if (session.kind === 'none') return nothingWished;
  const read = await visit.ask('listSavedLists');
  if (!read.ok) return nothingWished;
  const { items } = read.value as { items: readonly Summary[] };
  const wishes = items.find(({ kind }) => kind === 'wish');
  if (!wishes) return nothingWished;
  return { skus: new Set(wishes.skus), productIds: new Set(wishes.productIds) };
}

interface Summary {
  readonly kind: 'wish' | 'cart';
  readonly skus: readonly string[];
  readonly productIds: readonly string[];
}

interface Placing {
  readonly request: FastifyRequest;
  readonly session: PageSession;
  readonly channel: Channel;
  /** One of the channel's. */
  readonly locale: string;
  readonly visit: Visit;
}

interface AskedFor {
  readonly request: FastifyRequest;
  readonly session: PageSession;
  readonly shop: Shop;
  readonly cartUnits: number;
  readonly wished: Wished;
  readonly path: string;
}

function pageRequest(
  { request, session, shop, cartUnits, wished, path }: AskedFor,
  locale: string,
  visit: Visit | undefined,
): PageRequest {
  const prefix = locale === shop.defaultLocale ? '' : `/${segmentOf(locale)}`;
  return {
    shop,
    locale,
    words: wordsFor(locale),
    formats: formatsFor(locale),
    at: new Addresses(prefix),
    params: request.params as Record<string, string>,
    query: queryOf(request.url),
    origin: session.originOf(shop.publicUrl),
    path,
    form: formOf(request),
    session,
    cartUnits,
    wished,
    ask: visit ? asking(visit) : () => Promise.reject(new PageRefused(503)),
    attempt: (...asked) => (visit ? visit.ask(...asked) : Promise.reject(new PageRefused(503))),
  };
}

const formBytesMax = 65_536;

/** As browsers send a form; what is larger than any of ours is none. */
function formOf({ body }: FastifyRequest): URLSearchParams {
  const isForm = Buffer.isBuffer(body) && body.length <= formBytesMax;
  return new URLSearchParams(isForm ? body.toString('utf8') : '');
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

function lookText({ look }: Shop): string {
  const tokens = Object.entries(look.tokens).map(
    ([name, { light, dark }]) => `--${name}:light-dark(${light},${dark})`,
  );
  return `:root{${tokens.join(';')}}`;
}
