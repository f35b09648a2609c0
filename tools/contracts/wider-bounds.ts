/** A bound that was widened though the version before refuses what is beyond the old one. */
interface WiderBound {
  /** Of the field, as the rule names it. */
  readonly place: RegExp;
  readonly from: number;
  readonly to: number;
  /** Why nobody is hurt, or how whoever rolls out a release is told. */
  readonly why: string;
}

/**
 * The rule asks for a field beside the old one, or for a version more. Of a name that goes through
 * all services that would be a second name of the same thing for good.
 */
export const widerBounds: readonly WiderBound[] = [
  {
    place: /\.(sku|skus\[\])$/,
    from: 64,
    to: 255,
    why: 'A SKU of more than 64 characters comes in by an import or by staff alone. The CHANGELOG says to take none before all processes are of this release; until then there is none.',
  },
  {
    place: /\.(tags|media)$/,
    from: 100,
    to: 250,
    why: 'Asked for by staff and imports: where a process of before gets it, it refuses that product as it always did.',
  },
  {
    place: /(\boptions|product-options)\[\]\.values$/,
    from: 100,
    to: 2_048,
    why: 'Imports of products in parts have always made as many: the bound was wrong for them.',
  },
  {
    place: /(countStock input|entry-input)\.lines$/,
    from: 100,
    to: 500,
    why: 'Asked for by imports and staff: a process of before refuses a longer count, does nothing, and the import counts again in shorter ones.',
  },
];

export function isWidened(place: string, from: number, to: number): boolean {
  return widerBounds.some(
    (bound) => bound.place.test(place) && bound.from === from && bound.to === to,
  );
}
