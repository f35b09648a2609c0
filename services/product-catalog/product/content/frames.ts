import { createHash } from 'node:crypto';
import type { Company } from '#contracts/product/company.ts';
import type { FocalPoint } from '#contracts/product/media/media-url.ts';
import type { Link } from '#contracts/product/storefront/links.ts';
import type { Database } from '#platform/data/database.ts';
import type { OutputOf } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import { menuShown, positionShown, textKind } from '../pages/read-pages.ts';
import type { OpenEdition } from '../read-model/editions.ts';
import { departmentMenu, linksOf, pageMenu, shownLink, shownMenu } from './build-menus.ts';
import { inLanguage, nearestLocale } from '../words/in-language.ts';
import { readFocals } from './kept-pictures.ts';
import { keyOf, readDepartments, readTargets, type Targets } from './links/link-targets.ts';
import { tokensOf } from './look-tokens.ts';

export type Storefront = OutputOf<'product', 'getStorefront'>;
type Admin = OutputOf<'product', 'getAdminStorefront'>;
export type FramePage = Storefront['pages'][number] & { menu: 'header' | 'footer' | null };

interface Kept {
  readonly code: string;
  readonly name: string;
  readonly currency: string;
  readonly pricesIncludeTax: boolean;
  readonly defaultLocale: string;
  readonly locales: string[];
  readonly domains: string[];
  readonly timeZone: string | null;
  readonly company: Company | null;
  readonly look: Admin['look'];
  readonly notice: { readonly texts: Admin['notice'] } | null;
  readonly scenes: Admin['scenes'] | null;
}

type Menu = Admin['menus'][number];

/** How long what another process changed, or a name that changed, may go unseen. */
const staleAfterMs = 1_000;

interface Loaded {
  readonly frame: Promise<Storefront | undefined>;
  readonly atMs: number;
}

/**
 * The frames of pages, made ready for each edition and kept in memory: every page of a shop has one.
 * What this process changes is seen at once; while they are fresh nothing is asked of the database.
 */
export class Frames {
  private readonly database: Database;
  private readonly loaded = new Map<number, Loaded>();

  constructor(database: Database) {
    this.database = database;
  }

  /** Undefined: the channel is not there any more. */
  of(edition: OpenEdition): Promise<Storefront | undefined> {
    const nowMs = performance.now();
    const known = this.loaded.get(edition.editionId);
    if (known && nowMs - known.atMs <= staleAfterMs) return known.frame;
    const loading: Loaded = { frame: this.load(edition), atMs: nowMs };
    this.loaded.set(edition.editionId, loading);
    loading.frame.catch(() => {
      if (this.loaded.get(edition.editionId) === loading) this.loaded.delete(edition.editionId);
    });
    return loading.frame;
  }

  forget(): void {
    this.loaded.clear();
  }

  private async load(edition: OpenEdition): Promise<Storefront | undefined> {
    const { channel, locale } = edition;
    const [kept, menus, texts] = await Promise.all([
      this.readChannel(channel),
      this.database.query<Menu>(sql`
        select place, locale, items, version from menu where channel = ${channel}`),
      this.readPages(channel),
    ]);
    if (!kept) return undefined;
    const pages = pagesIn(texts, locale, kept.defaultLocale);
    const menuOf = (place: Menu['place']) => {
      const set = menus.filter((menu) => menu.place === place);
      const near = nearestLocale(
        set.map((menu) => menu.locale),
        locale,
      );
      return set.find((menu) => menu.locale === near)?.items;
    };
    const [header, footer] = [menuOf('header'), menuOf('footer')];
    const notice = noticeIn(kept.notice?.texts ?? {}, locale);
    const scenes = kept.scenes ?? [];
    const links = [...linksOf(header ?? []), ...linksOf(footer ?? []), ...linksOfScenes(scenes)];
    if (notice?.text.link) links.push(notice.text.link);
    const [found, departments, focals] = await Promise.all([
      readTargets(this.database, edition, links),
      header ? [] : readDepartments(this.database, edition),
      readFocals(
        this.database,
        scenes.flatMap(({ picture }) => (picture ? [picture.url] : [])),
      ),
    ]);
    for (const { handle, title } of pages)
      found.set(keyOf({ kind: 'page', target: handle }), { name: title, target: handle });
    const inMenu = (place: string) => pages.filter(({ menu }) => menu === place);
    return sealed({
      ...shopOf(kept, locale),
      notice: notice ? shownNotice(notice, found) : null,
      menus: {
        header: header
          ? shownMenu(header, found, inMenu('header'))
          : [...departmentMenu(departments), ...shownMenu([], found, inMenu('header'))],
        footer: footer ? shownMenu(footer, found, inMenu('footer')) : pageMenu(pages),
      },
      scenes: shownScenes(scenes, found, locale, kept.defaultLocale).map((scene) => ({
        ...scene,
        picture: withFocal(scene.picture, focals),
      })),
      pages: pages.map(({ menu: _menu, ...page }) => page),
    });
  }

  private readChannel(channel: string): Promise<Kept | undefined> {
    return this.database.first<Kept>(sql`
      select c.code, c.name, c.currency, c.prices_include_tax, c.default_locale, c.locales,
        c.time_zone, c.company, c.look, s.notice, s.scenes,
        array(select host from channel_domain d where d.channel = c.code order by position)
          as domains
      from channel c left join storefront s on s.channel = c.code where c.code = ${channel}`);
  }

  private readPages(channel: string): Promise<FramePage[]> {
    return this.database.query<FramePage>(sql`
      select ${textKind} as kind, p.handle, ${menuShown} as menu, v.title, v.locale, v.id as text_id
      from content_page p join published_text v on v.page_id = p.id and v.ended_at is null
      where p.channel = ${channel} and p.published
      order by ${positionShown}, p.handle, v.locale`);
  }
}

function shopOf(kept: Kept, locale: string) {
  const { code, name, currency, pricesIncludeTax, defaultLocale, locales, domains } = kept;
  const { timeZone, company, look } = kept;
  return {
    code,
    name,
    currency,
    pricesIncludeTax,
    locale,
    defaultLocale,
    locales,
    domains,
    timeZone,
    seller: company && sellerOf(company),
    look: {
      tokens: tokensOf(look?.colours),
      logo: look?.logo ?? null,
      favicon: look?.favicon ?? null,
    },
  };
}

/** What its documents say, but for the account and the picture at their head. */
function sellerOf({ logo: _logo, bankAccount: _account, ...seller }: Company) {
  return seller;
}

/** Each page once: in the language asked for, else in one near it, else in the channel's own. */
function pagesIn(texts: readonly FramePage[], locale: string, defaultLocale: string): FramePage[] {
  const byHandle = Map.groupBy(texts, ({ handle }) => handle);
  return [...byHandle.values()].map(
    (same) =>
      inLanguage(
        Object.fromEntries(same.map((text) => [text.locale, text])),
        locale,
        defaultLocale,
      )!.text,
  );
}

function linksOfScenes(scenes: Admin['scenes']): Link[] {
  return scenes.flatMap(({ link, product }) => [
    ...(link ? [link] : []),
    ...(product === null ? [] : [{ kind: 'product' as const, target: product }]),
  ]);
}

function shownScenes(
  scenes: Admin['scenes'],
  targets: Targets,
  locale: string,
  defaultLocale: string,
): Storefront['scenes'] {
  return scenes.flatMap(({ words, picture, link, product }) => {
    const found = inLanguage(words, locale, defaultLocale);
    if (!found) return [];
    const shown =
      product === null ? null : shownLink({ kind: 'product', target: product }, targets);
    return [
      {
        ...found.text,
        picture,
        link: shownLink(link, targets),
        product: shown?.target ?? null,
        locale: found.locale,
      },
    ];
  });
}

function withFocal(
  picture: Storefront['scenes'][number]['picture'],
  focals: ReadonlyMap<string, FocalPoint>,
) {
  const focal = picture && focals.get(picture.url);
  return focal ? { ...picture, focal } : picture;
}

/** Where nobody wrote one in the language there is none: what is said above every page is short-lived. */
function noticeIn(texts: Admin['notice'], locale: string) {
  const near = nearestLocale(Object.keys(texts), locale);
  return near === undefined ? undefined : { locale: near, text: texts[near]! };
}

function shownNotice(
  { locale, text: { text, link } }: { locale: string; text: Admin['notice'][string] },
  targets: Targets,
): Storefront['notice'] {
  return { text, link: shownLink(link, targets), locale };
}

function sealed(frame: Omit<Storefront, 'revision'>): Storefront {
  const hash = createHash('sha256').update(JSON.stringify(frame)).digest('base64url');
  return { ...frame, revision: hash.slice(0, 22) };
}
