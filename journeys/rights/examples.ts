import { expect, test } from 'vitest';
import type { JourneyShop } from '../shop-kit/journey-shop.ts';
import { documentedOperations, send } from './documented.ts';
import type { TwoShops } from './two-shops.ts';

interface Rights {
  readonly shop: JourneyShop;
  readonly shops: TwoShops;
}

/** What an example cannot know, however right it is: secrets, accounts, what there is, and ids within a thing. */
const unknowable = new Set([
  'assignee_not_staff',
  'bulk_empty',
  'delivery_option_unknown',
  'guest_token_invalid',
  'link_invalid',
  'password_wrong',
  'picture_unreachable',
  'refund_line_invalid',
]);

/** Whoever tries the API begins with what its document shows. */
export function examples(given: () => Rights): void {
  test('every body that the document shows is taken as it stands', async () => {
    const { shop, shops } = given();
    const operations = await documentedOperations(shop.url);
    const shown = operations.filter(({ example }) => example !== undefined);
    expect(shown.length).toBeGreaterThan(60);
    const guest = await shop.guest();
    const { customerId, addressId, orderId, ticketId, staffId, zone, product } = shops.own;
    const { receiptId, payOutId } = shops.own;
    const bought = { sku: shops.foreign.product.sku };
    const { cartId, lines } = await guest.cartWith(bought.sku);
    const { checkoutId } = await guest.readyCheckout(bought);
    const saved = await guest.post<{ listId: string }>('/v1/lists/wish/items', bought);
    const params = {
      ...product,
      customerId,
      addressId,
      orderId,
      ticketId,
      messageId: shops.own.messageId,
      withdrawalId: shops.own.withdrawalId,
      outgoingId: shops.own.outgoing.refunds,
      staffId,
      receiptId,
      payOutId,
      fulfillmentId: shops.own.fulfillmentId,
      // Nothing differs at a provider, and nothing has to be told one: what is not there is 404.
      differenceId: orderId,
      documentId: orderId,
      // Guests have neither passkeys nor views.
      passkeyId: orderId,
      viewId: orderId,
      cartId,
      listId: saved.body.listId,
      lineId: lines[0]!.lineId,
      checkoutId,
      zoneCode: zone,
      code: 'example',
      owner: 'product',
      key: 'example',
      handle: 'example',
      channel: 'west',
      bulkId: shops.many.bulks.own.toStop,
      importId: shops.many.imports.own.empty,
      offset: '0',
      sha256: shops.pictures.own.described,
      name: 'order_confirmation',
      language: 'en',
      word: 'example',
      place: 'header',
      locale: 'en',
      countryCode: 'DE',
    };
    const refused: string[] = [];
    for (const operation of shown) {
      const isStaff = operation.path.startsWith('/v1/admin/');
      const person = isStaff ? shop.staff : guest;
      const channel = isStaff ? 'west' : 'default';
      const attempt = { params, body: operation.example, channel };
      const { status, body, text } = await send(person, operation, attempt);
      const asWritten = status !== 400 && (status !== 422 || unknowable.has(String(body['code'])));
      if (!asWritten) refused.push(`${operation.operationId}: ${status} ${text.slice(0, 300)}`);
    }
    expect(refused).toEqual([]);
  });
}
