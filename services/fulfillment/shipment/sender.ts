import type { Address } from '#contracts/shapes.ts';
import {
  postalAddressOf,
  postalAddressOfShop,
  type PostalAddress,
} from '#kernel/postal-address/postal-address.ts';
import type { ShopDetails } from '#platform/ground/settings.ts';

/**
 * Who sends a parcel, as a carrier takes it: the location with its address, and the shop's name and
 * telephone where the location has none of its own (carriers want both).
 */
export function senderOf(shipFrom: Address | null, shop: ShopDetails): PostalAddress {
  const ofShop = postalAddressOfShop(shop);
  if (shipFrom === null) return ofShop;
  const { company, phone, ...place } = postalAddressOf(shipFrom);
  return { ...place, company: company ?? ofShop.company, phone: phone ?? ofShop.phone };
}
