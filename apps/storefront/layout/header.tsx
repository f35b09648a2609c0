import type { Page, PageRequest } from '../serving/page.ts';
import { pathIn } from '../serving/addresses.ts';
import { Icon, Logo } from './icon.tsx';

export function Header({ request, page }: { request: PageRequest; page: Page }) {
  const { shop, words, at } = request;
  return (
    <header>
      <Notice request={request} />
      <div class="top">
        <div class="wrap">
          <a class="brand" href={at.home()}>
            <Logo />
            {shop.name}
          </a>
          <nav class="nav" aria-label={words.departments}>
            <ul>
              {shop.departments.slice(0, 5).map(({ path, name }) => (
                <li key={path}>
                  <a
                    href={at.category(path)}
                    aria-current={page.department === path ? 'true' : undefined}
                  >
                    {name}
                  </a>
                </li>
              ))}
            </ul>
          </nav>
          <div class="tools">
            <SearchForm request={request} />
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
      </div>
      <SessionSaid request={request} />
    </header>
  );
}

/** In which language the shop is read, in one line above all. */
function Notice({ request: { shop, locale, words, path, query } }: { request: PageRequest }) {
  if (shop.locales.length < 2) return null;
  const asked = query.toString();
  const rest = asked === '' ? '' : `?${asked}`;
  return (
    <div class="notice">
      <div class="wrap">
        <nav aria-label={words.language}>
          <ul>
            {shop.locales.map((other) => (
              <li key={other}>
                <a
                  href={`${pathIn(shop, other, path)}${rest}`}
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
        <span class="num">{shop.currency}</span>
      </div>
    </div>
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
function PhoneDepartments({
  request: { shop, words, at },
  page,
}: {
  request: PageRequest;
  page: Page;
}) {
  if (shop.departments.length === 0) return null;
  return (
    <details class="menu">
      <summary>
        <Icon name="menu" />
        <span>{words.departments}</span>
      </summary>
      <nav aria-label={words.departments}>
        <ul>
          {shop.departments.map(({ path, name }) => (
            <li key={path}>
              <a
                href={at.category(path)}
                aria-current={page.department === path ? 'true' : undefined}
              >
                {name}
              </a>
            </li>
          ))}
        </ul>
      </nav>
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
