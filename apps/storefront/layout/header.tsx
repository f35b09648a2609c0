import { renderToString } from 'preact-render-to-string';
import type { Page, PageRequest } from '../serving/page.ts';
import { pathIn } from '../serving/addresses.ts';
import { Icon, Logo } from './icon.tsx';
import { keptHtmlOf } from '../serving/kept-html.ts';
import { LogoPicture } from './picture.tsx';

export function Header({ request, page }: { request: PageRequest; page: Page }) {
  return (
    <header>
      <Notice request={request} page={page} />
      <div class="top" dangerouslySetInnerHTML={{ __html: topHtml(request, page) }} />
      <SessionSaid request={request} />
    </header>
  );
}

/** Alike on all pages of a department, for everybody of whom nothing is known. */
function topHtml(request: PageRequest, page: Page): string {
  const { shop, at, session, cartUnits, wished, path, locale } = request;
  const isOwn = session.kind !== 'none' || cartUnits > 0 || wished.skus.size > 0;
  const isMarked = isAccount(path) || path === '/search';
  const make = () => <Top request={request} page={page} />;
  if (isOwn || isMarked) return renderToString(make());
  return keptHtmlOf(shop, `top ${locale} ${at.prefix} ${page.department}`, make);
}

function Top({ request, page }: { request: PageRequest; page: Page }) {
  const { shop, words, at } = request;
  return (
    <>
      <div class="wrap">
        <a class="brand" href={at.home()}>
          {shop.look.logo ? (
            <LogoPicture logo={shop.look.logo} alt={shop.look.logo.altText || shop.name} />
          ) : (
            <>
              <Logo />
              {shop.name}
            </>
          )}
        </a>
        <nav
          class="nav"
          aria-label={words.departments}
          dangerouslySetInnerHTML={{ __html: menuHtml(request, page, deskMost) }}
        />
        <div class="tools">
          <SearchForm request={request} />
          <AccountLink request={request} />
          <a class="tool wishes" href={at.wishes()} data-wishes>
            <Icon name="heart" />
            <span class="visually-hidden">{words.lists.wishes}</span>
            {request.wished.skus.size > 0 && (
              <span class="count num">
                <span aria-hidden="true">{request.wished.skus.size}</span>
                <span class="visually-hidden">{words.lists.count(request.wished.skus.size)}</span>
              </span>
            )}
          </a>
          <a class="tool" href={at.cart()} data-cart>
            <Icon name="bag" />
            <span class="label">{words.cart}</span>
            {request.cartUnits > 0 && (
              <span class="count num">
                <span aria-hidden="true">{request.cartUnits}</span>
                <span class="visually-hidden">{words.cartCount(request.cartUnits)}</span>
              </span>
            )}
          </a>
        </div>
      </div>
      <PhoneDepartments request={request} page={page} />
    </>
  );
}

function isAccount(path: string): boolean {
  return path === '/account' || path.startsWith('/account/');
}

function AccountLink({ request: { session, words, at, path } }: { request: PageRequest }) {
  const isKnown = session.kind === 'customer';
  return (
    <a
      class="tool"
      href={isKnown ? at.account() : at.account('/sign-in')}
      aria-current={isAccount(path) ? 'true' : undefined}
    >
      <Icon name="user" />
      <span class="label">{isKnown ? words.account.account : words.account.signIn}</span>
    </a>
  );
}

/** What the shop says to everybody, and in which languages: one line above all. */
function Notice({ request, page }: { request: PageRequest; page: Page }) {
  const { shop, at } = request;
  const { notice } = shop;
  if (notice === null && shop.locales.length < 2) return null;
  return (
    <div class="notice">
      <div class="wrap">
        <span lang={notice?.locale}>
          {notice !== null &&
            (notice.link === null ? notice.text : <a href={at.link(notice.link)}>{notice.text}</a>)}
        </span>
        <Languages request={request} page={page} />
      </div>
    </div>
  );
}

function Languages({ request, page }: { request: PageRequest; page: Page }) {
  const { shop, locale, words, path, query } = request;
  if (shop.locales.length < 2) return null;
  const asked = query.toString();
  const rest = asked === '' ? '' : `?${asked}`;
  const addressIn = page.addressIn ?? ((other) => `${pathIn(shop, other, path)}${rest}`);
  return (
    <nav aria-label={words.language}>
      <ul>
        {shop.locales.map((other) => (
          <li key={other}>
            <a
              href={addressIn(other)}
              hreflang={other}
              lang={other}
              aria-current={other === locale ? 'true' : undefined}
            >
              {nameOf(other)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** As many as have room beside each other. */
const deskMost = 5;

/** Alike on all pages of a department. */
function menuHtml(request: PageRequest, page: Page, most = Number.POSITIVE_INFINITY): string {
  const { shop, at } = request;
  const { menus } = shop;
  return keptHtmlOf(menus, `menu ${at.prefix} ${most} ${page.department}`, () => (
    <ul>
      {menus.header.slice(0, most).map((item) => (
        <li key={item.label}>
          <MenuLink request={request} page={page} item={item} />
        </li>
      ))}
    </ul>
  ));
}

function MenuLink({
  request: { at },
  page,
  item: { label, link },
}: {
  request: PageRequest;
  page: Page;
  item: Pick<PageRequest['shop']['menus']['header'][number], 'label' | 'link'>;
}) {
  if (link === null) return <span>{label}</span>;
  const isHere = link.kind === 'category' && link.target === page.department;
  return (
    <a href={at.link(link)} aria-current={isHere ? 'true' : undefined}>
      {label}
    </a>
  );
}

const names = new Map<string, string>();

/** In itself, as its speakers look for it. */
function nameOf(locale: string): string {
  let name = names.get(locale);
  if (name === undefined) {
    const said = new Intl.DisplayNames([locale], { type: 'language' }).of(locale) ?? locale;
    name = said.charAt(0).toLocaleUpperCase(locale) + said.slice(1);
    names.set(locale, name);
  }
  return name;
}

/** Of unit prices, for what suggests while somebody types. */
function unitNames({ measures: { units } }: PageRequest['words']): string {
  const { kg, l, m, m2, piece } = units;
  return JSON.stringify({ kg, l, m, m2, piece });
}

function SearchForm({ request: { words, at, query, path } }: { request: PageRequest }) {
  return (
    <form
      class="search"
      role="search"
      action={at.search()}
      method="get"
      data-suggest
      data-words={words.find.words}
      data-products={words.find.products}
      data-departments={words.find.departments}
      data-per={words.measures.per('{price}', '{unit}')}
      data-units={unitNames(words)}
    >
      <Icon name="search" />
      <label class="visually-hidden" for="q">
        {words.search}
      </label>
      <input
        id="q"
        name="query"
        type="search"
        maxLength={200}
        autoComplete="off"
        placeholder={words.searchFor}
        value={path === '/search' ? (query.get('query') ?? '') : undefined}
      />
    </form>
  );
}

/** Phones have no room for a line of departments: a fold that opens without any script. */
function PhoneDepartments({ request, page }: { request: PageRequest; page: Page }) {
  const { shop, words } = request;
  if (shop.menus.header.length === 0) return null;
  return (
    <details class="menu">
      <summary>
        <Icon name="menu" />
        <span>{words.departments}</span>
      </summary>
      <nav
        aria-label={words.departments}
        dangerouslySetInnerHTML={{ __html: menuHtml(request, page) }}
      />
    </details>
  );
}

/** What happened to who looks, and is no fault of the page. */
function SessionSaid({ request: { session, words } }: { request: PageRequest }) {
  const said = {
    ended: words.session.ended,
    unavailable: words.session.unavailable,
    https_required: words.session.httpsRequired,
  };
  if (session.notice === undefined) return null;
  return (
    <div class="said" role="status">
      <p class="wrap">{said[session.notice]}</p>
    </div>
  );
}
