import { newId } from '#kernel/ids.ts';
import { fail, ok } from '#kernel/result.ts';
import type { Handler, InputOf, ServiceContext } from '#platform/calls/service.ts';
import {
  linesLimit,
  quantityAboveLimit,
  quantityLimit,
  tooManyLines,
} from '../carts/cart-limits.ts';
import type { FieldRow } from '#platform/fields/define-field.ts';
import {
  ownCartWithFields,
  refuseChange,
  saveLines,
  type StoredCart,
} from '../carts/cart-store.ts';
import { viewCart } from '../carts/cart-view.ts';
import { changedCart } from './change-cart.ts';
import { filledIn, isSameLine, unitsBeside, type LineAttributes } from './fill-in-line.ts';
import { askCatalog, priceLine, type LiveCatalog } from '../pricing/live-catalog.ts';
import { notSellable, refuseShortage } from '../pricing/reprice-cart.ts';

/**
 * Adds units of a SKU at today's price. Catalog and stock are asked first; then the cart is read
 * with the key's earlier use beside it, and lines and reply are written by one statement.
 */
export function addLine(context: ServiceContext<'cart'>): Handler<'cart', 'addLine'> {
  return async (input, invocation) => {
    const catalog = await askCatalog(context, [input.sku], invocation);
    if (!catalog.ok) return catalog;
    const read = ownCartWithFields(input.cartId, invocation);
    const decide = (found: ReadCart | undefined) => {
      const refusal = refuseChange(found, input.expectedVersion);
      if (refusal) return refusal;
      const { fields, ...cart } = found!;
      const filled = fillIn(fields, input, catalog.value, invocation.locale);
      if (!filled.ok) return filled;
      const { shownUnits } = context.settings;
      const wanted = { ...input, filled: filled.value, shownUnits };
      const changed = withUnits(cart, wanted, catalog.value);
      if (!changed.ok) return changed;
      return ok({ move: { moved: saveLines(changed.value) }, value: viewCart(changed.value) });
    };
    return context.database.moveCommand('addLine', input, invocation, read, decide);
  };
}

type ReadCart = StoredCart & { readonly fields: FieldRow[] };

interface Wanted {
  readonly sku: string;
  readonly quantity: number;
  readonly filled: LineAttributes;
  readonly shownUnits: number;
}

function fillIn(
  fields: readonly FieldRow[],
  { sku, attributes }: InputOf<'cart', 'addLine'>,
  catalog: LiveCatalog,
  locale: string,
) {
  // What is not sold is told as that, whatever was filled in.
  if (!catalog.variants.get(sku)?.sellable) return ok<LineAttributes>(undefined);
  return filledIn(fields, attributes, { tags: catalog.variants.get(sku)?.tags ?? [], locale });
}

function withUnits(cart: StoredCart, input: Wanted, catalog: LiveCatalog) {
  const variant = catalog.variants.get(input.sku);
  if (!variant) return fail('sku_not_found', 'There is no product with this SKU.');
  if (!variant.sellable) return notSellable();
  const wanted = { sku: input.sku, attributes: input.filled };
  const present = cart.lines.find((line) => isSameLine(line, wanted));
  const quantity = (present?.quantity ?? 0) + input.quantity;
  if (quantity > quantityLimit) return quantityAboveLimit();
  if (!present && cart.lines.length >= linesLimit) return tooManyLines();
  const shortage = refuseShortage(
    input.sku,
    unitsBeside(cart, present, input.sku) + quantity,
    catalog,
    input.shownUnits,
  );
  if (shortage) return shortage;
  const { filled: attributes } = input;
  const priced = priceLine({ lineId: present?.lineId ?? newId(), quantity, attributes }, variant);
  const lines = present
    ? cart.lines.map((line) => (line === present ? priced : line))
    : [...cart.lines, priced];
  return changedCart(cart, lines, catalog);
}
