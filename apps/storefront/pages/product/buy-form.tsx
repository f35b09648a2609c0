import type { z } from 'zod';
import type { delivery } from '#contracts/shapes.ts';
import type { PageRequest } from '../../serving/page.ts';
import { reducedFrom } from '../../layout/card.tsx';
import { FormFields } from '../../layout/form-fields.tsx';
import { EnergyClass, UnitPrice } from '../../layout/measures.tsx';
import { PriceNote } from '../../layout/price-note.tsx';
import { Icon } from '../../layout/icon.tsx';
import { WishButton } from '../../layout/wish.tsx';
import { WatchFields } from './watch-product.tsx';
import { isBuyable, optionsOf, type Option, type Product, type Variant } from './chosen-variant.ts';

type DeliveryOption = z.output<typeof delivery>;

/** The ways of delivery, the cheapest first. */
export interface Estimate {
  readonly options: readonly DeliveryOption[];
}

interface BuyParts {
  readonly request: PageRequest;
  readonly product: Product;
  readonly chosen: Variant;
  readonly estimate?: Estimate | undefined;
}

/** Below so many units a shopper is told how many are left. */
const fewUnits = 5;

/**
 * What is chosen travels with the form. Without a script the second button shows another choice; with
 * one the page does so by itself.
 */
export function BuyForm({ request, product, chosen, estimate }: BuyParts) {
  const { at, words } = request;
  const options = optionsOf(product, chosen);
  return (
    <form class="info" id="buy" method="post" action={`${at.cart()}/lines`} data-choose>
      {product.vendor !== '' && (
        <p class="vendor">
          <a href={at.search({ vendor: product.vendor })}>{product.vendor}</a>
        </p>
      )}
      <h1 lang={product.locale}>{product.title}</h1>
      <Price request={request} product={product} chosen={chosen} />
      {options.length > 0 && (
        <div class="options">
          {options.map((option) => (
            <Choices key={option.field} request={request} product={product} option={option} />
          ))}
          <noscript>
            <ShowChoice request={request} product={product} />
          </noscript>
        </div>
      )}
      <FormFields request={request} />
      <input type="hidden" name="sku" value={chosen.sku} />
      <input type="hidden" name="handle" value={product.handle} />
      <Stock
        request={request}
        chosen={chosen}
        fastest={estimate?.options[0]}
        currency={product.currency}
      />
      {!isBuyable(chosen) && <WatchFields request={request} product={product} />}
      {isBuyable(chosen) && (
        <div class="buy">
          <div
            class="qty"
            data-quantity
            data-fewer={words.product.fewer}
            data-more={words.product.more}
          >
            <label class="visually-hidden" for="quantity">
              {words.product.quantity}
            </label>
            <input
              class="num"
              id="quantity"
              name="quantity"
              type="number"
              inputMode="numeric"
              min="1"
              max="999"
              value="1"
              required
            />
          </div>
          <button class="button big">{words.product.add}</button>
        </div>
      )}
      <WishButton
        request={request}
        handle={product.handle}
        isOn={request.wished.skus.has(chosen.sku)}
      />
    </form>
  );
}

/** Without a script another choice is shown by pressing. */
function ShowChoice({ request: { at, words }, product }: Pick<BuyParts, 'request' | 'product'>) {
  return (
    <button
      class="button plain"
      formMethod="get"
      formAction={at.product(product.handle)}
      formNoValidate
    >
      {words.product.update}
    </button>
  );
}

function Price({ request, product, chosen }: BuyParts) {
  const { words, formats } = request;
  const { currency } = product;
  const before = reducedFrom(chosen);
  return (
    <div class="pricing">
      <p class={before === null ? 'price num' : 'price on-sale num'}>
        <strong>{formats.money(chosen.priceMinor, currency)}</strong>
        {before !== null && (
          <>
            <s>
              <span class="visually-hidden">{words.price.lowest} </span>
              {formats.money(before, currency)}
            </s>
            <span class="save">
              {words.price.save(formats.money(before - chosen.priceMinor, currency))}
            </span>
          </>
        )}
      </p>
      {before !== null && (
        <p class="per num">{words.price.lowestWas(formats.money(before, currency))}</p>
      )}
      {chosen.unitPrice && (
        <p class="per num">
          <UnitPrice of={chosen} currency={currency} request={request} />
        </p>
      )}
      <p class="per num">
        <PriceNote request={request} />
      </p>
      <EnergyClass of={chosen} request={request} linked />
    </div>
  );
}

function Choices({
  request: { words, formats },
  product,
  option,
}: {
  request: PageRequest;
  product: Product;
  option: Option;
}) {
  // A price beside each value says something where they differ, and where no other option has a say.
  const prices = new Set(option.choices.map(({ variant }) => variant?.priceMinor));
  const showsPrices = prices.size > 1;
  return (
    <fieldset>
      <legend>{option.name}</legend>
      <div class="choices">
        {option.choices.map(({ value, variant, isChosen }) => {
          const isOut = variant === undefined || !isBuyable(variant);
          return (
            <label key={value} class={isOut ? 'choice out' : 'choice'}>
              <input type="radio" name={option.field} value={value} checked={isChosen} />
              <span class="num">
                <span class="value">{value}</span>
                {isOut ? (
                  <small>{words.product.soldOutOption}</small>
                ) : (
                  showsPrices && (
                    <small>{formats.money(variant.priceMinor, product.currency)}</small>
                  )
                )}
              </span>
            </label>
          );
        })}
      </div>
    </fieldset>
  );
}

interface StockParts {
  readonly request: PageRequest;
  readonly chosen: Variant;
  readonly fastest: DeliveryOption | undefined;
  readonly currency: string;
}

/** Counted just now; what the shop does not want to be counted is a number and more. */
function Stock({ request, chosen, fastest, currency }: StockParts) {
  const { words, formats } = request;
  const [said, what] = stockSaid(request, chosen);
  return (
    <ul class="ship" aria-live="polite" data-stock>
      <li>
        <Icon name={isBuyable(chosen) ? 'box' : 'cross'} />
        <span>
          <b>{said}</b>
          {what !== undefined && <small>{what}</small>}
          {chosen.available === null && !chosen.backorder && <small>{words.product.unknown}</small>}
        </span>
      </li>
      {fastest?.promise && (
        <li>
          <Icon name="truck" />
          <span>
            <b>
              {words.product.arrives(
                formats.days(fastest.promise.earliestOn, fastest.promise.latestOn),
              )}
            </b>
            <small>{fastest.name}</small>
          </span>
          <span class="num">
            {fastest.priceMinor === 0
              ? words.till.free
              : formats.money(fastest.priceMinor, currency)}
          </span>
        </li>
      )}
    </ul>
  );
}

function stockSaid(
  { words, formats }: PageRequest,
  { available, moreAvailable, backorder, expectedOn }: Variant,
): [said: string, what: string | undefined] {
  const expected =
    expectedOn === null ? undefined : words.product.expected(formats.day(expectedOn));
  if (available === null) return [words.product.inStock, undefined];
  if (available > fewUnits || moreAvailable) return [words.product.inStock, undefined];
  if (available > 0) return [words.product.onlyLeft(formats.count(available)), undefined];
  if (backorder) return [words.product.backorder, expected];
  return [words.product.soldOut, expected ?? words.product.soldOutWhat];
}
