import { pathIn } from '../../serving/addresses.ts';
import type { Page, PageRequest, Redirect } from '../../serving/page.ts';
import { Card, type ProductCard } from '../../layout/card.tsx';
import { Picture } from '../../layout/picture.tsx';
import { summaryOf } from '../../layout/summary.ts';
import { WishForm } from '../../layout/wish.tsx';
import { CartDrawer } from '../cart/cart-drawer.tsx';
import { BuyForm, type Estimate } from './buy-form.tsx';
import { chosenVariant, type Product, type Variant } from './chosen-variant.ts';
import { productData } from './product-data.ts';

const relatedCount = 4;

/** One product: what it is, what it costs, whether it is there, and how to have it. */
export async function productPage(request: PageRequest): Promise<Page | Redirect> {
  const { words, at } = request;
  const handle = request.params['handle'];
  const product = await request.ask<Product>('getProduct', { handle });
  if (product.handle !== handle) {
    const asked = Object.fromEntries(request.query);
    return { status: 301, location: at.product(product.handle, asked) };
  }
  const chosen = chosenVariant(product, request.query);
  const [related, estimate] = await Promise.all([
    relatedTo(request, product),
    estimateOf(request, product, chosen),
  ]);
  const summary = product.seo.description || summaryOf(product.descriptionHtml) || product.title;
  return {
    kind: 'product',
    title: product.seo.title || product.title,
    description: summary,
    canonical: at.product(product.handle).slice(at.prefix.length),
    picture: product.media[0]?.url,
    department: product.category[0]?.path,
    ...languagesOf(request, chosen),
    linkedData: productData(request, product),
    body: (
      <>
        <div class="wrap">
          <Breadcrumb request={request} product={product} />
          <div class="product">
            <Pictures request={request} product={product} chosen={chosen} />
            <BuyForm request={request} product={product} chosen={chosen} estimate={estimate} />
          </div>
        </div>
        <div class="wrap">
          <section class="detail">
            {product.descriptionHtml !== '' && (
              <div>
                <h2>{words.product.what}</h2>
                <div
                  class="prose"
                  lang={product.locale}
                  dangerouslySetInnerHTML={{ __html: product.descriptionHtml }}
                />
              </div>
            )}
            <Particulars request={request} product={product} chosen={chosen} />
          </section>
        </div>
        {related.length > 0 && (
          <section class="shelf">
            <div class="wrap">
              <header>
                <h2>{words.product.moreOf(product.vendor)}</h2>
                <a class="more" href={at.search({ vendor: product.vendor })}>
                  {words.product.allOf(product.vendor)}
                </a>
              </header>
              <ul class="cards">
                {related.map((card) => (
                  <Card key={card.productId} product={card} request={request} />
                ))}
              </ul>
            </div>
          </section>
        )}
        <CartDrawer request={request} />
        {related.length > 0 && <WishForm request={request} />}
      </>
    ),
  };
}

/** Values of options have names of their own in each language: what is chosen is named by its article number. */
function languagesOf({ shop, path, query }: PageRequest, { sku }: Variant): Partial<Page> {
  if (![...query.keys()].some((name) => name.startsWith('option-'))) return {};
  const chosen = new URLSearchParams({ variant: sku }).toString();
  return { addressIn: (locale) => `${pathIn(shop, locale, path)}?${chosen}` };
}

/** When it would be there; a product is shown without it where nobody can say so right now. */
async function estimateOf(
  request: PageRequest,
  { currency }: Product,
  { requiresShipping, priceMinor, weightGrams, available, backorder, expectedOn }: Variant,
): Promise<Estimate | undefined> {
  if (!requiresShipping) return undefined;
  const shown = { currency, priceMinor, weightGrams, available, backorder, expectedOn };
  const asked = await request.attempt('getShownDeliveryEstimate', shown);
  return asked.ok ? (asked.value as Estimate) : undefined;
}

async function relatedTo(request: PageRequest, product: Product): Promise<readonly ProductCard[]> {
  if (product.vendor === '') return [];
  const { items } = await request.ask<{ items: ProductCard[] }>('listProducts', {
    vendor: product.vendor,
    limit: relatedCount + 1,
  });
  return items.filter(({ handle }) => handle !== product.handle).slice(0, relatedCount);
}

function Breadcrumb({ request, product }: { request: PageRequest; product: Product }) {
  const { at, words } = request;
  return (
    <nav class="crumbs" aria-label={words.breadcrumb}>
      <ol>
        {product.category.map(({ path, name }) => (
          <li key={path}>
            <a href={at.category(path)}>{name}</a>
          </li>
        ))}
        <li aria-current="page">{product.title}</li>
      </ol>
    </nav>
  );
}

function Pictures({
  request: { words },
  product,
  chosen,
}: {
  request: PageRequest;
  product: Product;
  chosen: Variant;
}) {
  const own = product.media.find(({ url }) => url === chosen.imageUrl);
  const [first, ...others] = own
    ? [own, ...product.media.filter((each) => each !== own)]
    : product.media;
  return (
    <div class="media">
      <div class="plate">
        {first ? (
          <Picture
            url={first.url}
            alt={first.altText || product.title}
            box="main"
            focal={first.focal}
            turn="first"
          />
        ) : (
          <span class="no-picture" />
        )}
      </div>
      {others.length > 0 && (
        <ul class="pictures" aria-label={words.product.pictures}>
          {others.map(({ url, altText, focal }, at) => (
            <li key={url} class="plate">
              <a href={url}>
                <Picture
                  url={url}
                  alt={altText || words.product.picture(at + 2, product.media.length)}
                  box="small"
                  focal={focal}
                />
              </a>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function contentOf(
  { measures }: PageRequest['words'],
  formats: PageRequest['formats'],
  { content }: Variant,
): string {
  if (!content) return '';
  const { quantity, unit } = content;
  return measures.contains(formats.count(quantity), unit, quantity === 1);
}

function Particulars({
  request: { words, formats },
  product,
  chosen,
}: {
  request: PageRequest;
  product: Product;
  chosen: Variant;
}) {
  const shown = [...(product.attributes ?? []), ...(chosen.attributes ?? [])];
  const facts: [name: string, text: string][] = [
    [words.product.maker, product.vendor],
    [words.product.kind, product.productType],
    ...shown.map(({ name, text }): [string, string] => [name, text]),
    [words.product.ingredients, product.ingredients ?? ''],
    [words.product.allergens, product.allergens ?? ''],
    [words.product.nutrition, product.nutrition ?? ''],
    [words.product.warnings, product.safetyWarnings ?? ''],
    [words.product.manufacturer, product.manufacturer ?? ''],
    [words.product.responsible, product.responsiblePerson ?? ''],
    [words.measures.content, contentOf(words, formats, chosen)],
    [words.product.weight, chosen.weightGrams > 0 ? formats.weight(chosen.weightGrams) : ''],
    [words.product.article, chosen.sku],
    [words.product.barcode, chosen.barcode],
  ];
  return (
    <div>
      <h2>{words.product.particulars}</h2>
      <dl class="facts num">
        {facts
          .filter(([, text]) => text !== '')
          .map(([name, text]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{text}</dd>
            </div>
          ))}
      </dl>
    </div>
  );
}
