import type { Page, PageRequest } from '../serving/page.ts';
import { EnergyClass, UnitPrice } from '../layout/measures.tsx';
import { Picture } from '../layout/picture.tsx';
import { Card, reducedFrom, type ProductCard } from '../layout/card.tsx';
import { WishForm } from '../layout/wish.tsx';

const freshCount = 8;
const reducedCount = 4;
/** Of so many that are new, those are shown that are most unlike each other. */
const looked = 50;

/** One large scene, what is new, the departments: where somebody begins who does not know the shop. */
export async function homePage(request: PageRequest): Promise<Page> {
  const { shop, words } = request;
  const listed = (asked: object) =>
    request.ask<{ items: ProductCard[] }>('listProducts', { sort: 'newest', ...asked });
  const [{ items }, { items: reduced }] = await Promise.all([
    listed({ limit: looked }),
    listed({ limit: reducedCount, reduced: 'true', inStock: 'true' }),
  ]);
  const [first, ...others] = shop.scenes;
  const scene = first
    ? undefined
    : items.find(({ imageUrl, inStock }) => imageUrl !== null && inStock);
  const fresh = mixed(items.filter((item) => item !== scene)).slice(0, freshCount);
  return {
    kind: 'home',
    title: words.home.title(shop.name),
    description: words.home.description(shop.name),
    canonical: '/',
    linkedData: [
      {
        '@context': 'https://schema.org',
        '@type': 'WebSite',
        name: shop.name,
        url: `${shop.publicUrl}${request.at.home()}`,
      },
    ],
    body: (
      <>
        {first ? (
          <ShopScene request={request} scene={first} isFirst />
        ) : scene ? (
          <Scene request={request} product={scene} />
        ) : (
          <NothingYet request={request} />
        )}
        {fresh.length > 0 && (
          <section class="shelf">
            <div class="wrap">
              <header>
                <h2>{words.home.fresh}</h2>
                <a class="more" href={request.at.search({ sort: 'newest' })}>
                  {words.home.all}
                </a>
              </header>
              <ul class="cards">
                {fresh.map((product) => (
                  <Card key={product.productId} product={product} request={request} />
                ))}
              </ul>
            </div>
          </section>
        )}
        <Reduced request={request} items={reduced} />
        {fresh.length + reduced.length > 0 && <WishForm request={request} />}
        {others.map((each) => (
          <ShopScene key={each.heading} request={request} scene={each} />
        ))}
        <Departments request={request} />
      </>
    ),
  };
}

/** The newest of each maker first, so that a delivery of one kind does not fill the shelf. */
function mixed(items: readonly ProductCard[]): readonly ProductCard[] {
  const rounds = new Map<string, number>();
  const placed = items.map((item) => {
    const round = rounds.get(item.vendor) ?? 0;
    rounds.set(item.vendor, round + 1);
    return { item, round };
  });
  return placed.toSorted((one, other) => one.round - other.round).map(({ item }) => item);
}

/** What costs less than in the 30 days before; a service of the release before would list anything. */
function Reduced({ request, items }: { request: PageRequest; items: readonly ProductCard[] }) {
  const reduced = items.filter((item) => reducedFrom(item) !== null);
  if (reduced.length === 0) return null;
  return (
    <section class="shelf">
      <div class="wrap">
        <header>
          <h2>{request.words.home.reduced}</h2>
        </header>
        <ul class="cards">
          {reduced.map((product) => (
            <Card key={product.productId} product={product} request={request} />
          ))}
        </ul>
      </div>
    </section>
  );
}

/** As the shop has set it: a picture, some words, a way on. */
function ShopScene({
  request: { at },
  scene,
  isFirst = false,
}: {
  request: PageRequest;
  scene: PageRequest['shop']['scenes'][number];
  isFirst?: boolean;
}) {
  const Heading = isFirst ? 'h1' : 'h2';
  const link = scene.link ? at.link(scene.link) : scene.product && at.product(scene.product);
  return (
    <section class={isFirst ? 'scene' : 'scene small'} lang={scene.locale}>
      <div class="wrap">
        <div class="scene-text">
          <Heading class="scene-title">{scene.heading}</Heading>
          {scene.text !== '' && <p class="lead">{scene.text}</p>}
          {link && scene.linkLabel !== '' && (
            <a class="button big" href={link}>
              {scene.linkLabel}
            </a>
          )}
        </div>
        {scene.picture !== null && (
          <div class="plate">
            <Picture
              url={scene.picture.url}
              alt={scene.picture.altText}
              box="main"
              focal={scene.picture.focal}
              turn={isFirst ? 'first' : 'later'}
            />
          </div>
        )}
      </div>
    </section>
  );
}

function Scene({ request, product }: { request: PageRequest; product: ProductCard }) {
  const { at, words, formats } = request;
  const price = formats.money(product.priceMinor, product.currency);
  return (
    <section class="scene">
      <div class="wrap">
        <div class="scene-text">
          <p class="vendor">{product.vendor}</p>
          <h1 class="scene-title">{product.title}</h1>
          <p class="lead num">
            {product.highestPriceMinor > product.priceMinor ? words.price.from(price) : price}
          </p>
          {product.unitPrice && (
            <p class="muted num">
              <UnitPrice of={product} currency={product.currency} request={request} />
            </p>
          )}
          <EnergyClass of={product} request={request} />
          <a class="button big" href={at.product(product.handle)}>
            {words.home.see}
          </a>
        </div>
        <div class="plate">
          <Picture
            url={product.imageUrl!}
            alt={product.imageAlt}
            box="main"
            focal={product.imageFocal}
            turn="first"
          />
        </div>
      </div>
    </section>
  );
}

function NothingYet({ request: { words } }: { request: PageRequest }) {
  return (
    <section class="wrap quiet">
      <h1>{words.home.nothing}</h1>
      <p class="lead">{words.home.nothingWhat}</p>
    </section>
  );
}

/** As a ledger has its accounts: a line each. */
export function Departments({ request: { shop, words, formats, at } }: { request: PageRequest }) {
  const departments = shop.departments.filter(({ products }) => products !== 0);
  if (departments.length === 0) return null;
  return (
    <section class="wrap ledger">
      <h2>{words.home.departments}</h2>
      <ul>
        {departments.map(({ path, name, products }) => (
          <li key={path}>
            <a href={at.category(path)}>
              <span>{name}</span>
              {products !== undefined && (
                <span class="muted num">
                  {words.list.count(formats.count(products), products === 1)}
                </span>
              )}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
