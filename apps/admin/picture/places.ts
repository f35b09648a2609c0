/**
 * Where everything of the picture stands, by hand: houses, cellars and ships, and each arrow's way
 * around them, corner by corner. A test compares it with the shop's topology.
 */
export const size = { width: 1488, height: 592 } as const;

export interface Place {
  readonly kind: 'user' | 'service' | 'store' | 'external';
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const house = (x: number, y: number, width = 112): Place => ({
  kind: 'service',
  x,
  y,
  width,
  height: 48,
});
const cellar = (x: number, y: number): Place => ({ kind: 'store', x, y, width: 80, height: 40 });
const ship = (x: number, y: number): Place => ({ kind: 'external', x, y, width: 128, height: 48 });

export const places = {
  user: { kind: 'user', x: 392, y: 16, width: 112, height: 48 },
  'api-gateway': house(592, 16, 176),
  auth: house(24, 152),
  product: house(200, 152),
  inventory: house(200, 280),
  cart: house(376, 152),
  checkout: house(512, 152),
  tax: house(376, 280),
  shipping: house(512, 280),
  order: house(656, 152),
  payment: house(656, 280),
  invoice: house(792, 280),
  fulfillment: house(936, 152),
  tracking: house(1072, 152),
  'inventory-sync': house(936, 280),
  shipment: house(1072, 280),
  customer: house(1216, 152),
  support: house(1352, 152),
  notification: house(1216, 280),
  'auth-db': cellar(24, 400),
  'product-db': cellar(168, 400),
  'inventory-db': cellar(264, 400),
  'cart-db': cellar(464, 400),
  'order-db': cellar(808, 400),
  'customer-db': cellar(1368, 400),
  'fraud-detection': ship(16, 528),
  'tax-calculation': ship(360, 528),
  'payment-gateway': ship(640, 528),
  'shipping-provider': ship(992, 528),
  email: ship(1200, 528),
  sms: ship(1360, 528),
} as const satisfies Record<string, Place>;
export type PlaceName = keyof typeof places;

/** The groups that the houses stand in, with where their name is written. */
export const quays = [
  { name: 'authentication-and-authorization', x: 16, width: 128, textX: 26, anchor: 'start' },
  { name: 'product-catalog', x: 160, width: 192, textX: 170, anchor: 'start' },
  { name: 'cart-and-checkout', x: 368, width: 264, textX: 500, anchor: 'middle' },
  { name: 'order-processing', x: 648, width: 264, textX: 902, anchor: 'end' },
  { name: 'fulfillment', x: 928, width: 264, textX: 938, anchor: 'start' },
  { name: 'customer-service', x: 1208, width: 264, textX: 1462, anchor: 'end' },
] as const;
export const quayTop = 136;
export const quayBottom = 472;
export const waterTop = 496;

type Corner = readonly [x: number, y: number];

/** From the edge of who uses to the edge of who is used. */
export const ways = {
  'user>api-gateway': [
    [504, 40],
    [592, 40],
  ],
  'api-gateway>auth': [
    [624, 64],
    [624, 120],
    [120, 120],
    [120, 152],
  ],
  'api-gateway>product': [
    [616, 64],
    [616, 128],
    [296, 128],
    [296, 152],
  ],
  'api-gateway>cart': [
    [608, 64],
    [608, 136],
    [472, 136],
    [472, 152],
  ],
  'api-gateway>checkout': [
    [640, 64],
    [640, 160],
    [624, 160],
  ],
  'api-gateway>order': [
    [680, 64],
    [680, 152],
  ],
  'api-gateway>fulfillment': [
    [744, 64],
    [744, 136],
    [912, 136],
    [912, 168],
    [936, 168],
  ],
  'api-gateway>customer': [
    [752, 64],
    [752, 128],
    [1232, 128],
    [1232, 152],
  ],
  'auth>auth-db': [
    [72, 200],
    [72, 400],
  ],
  'auth>fraud-detection': [
    [136, 192],
    [152, 192],
    [152, 512],
    [128, 512],
    [128, 528],
  ],
  'product>inventory': [
    [256, 200],
    [256, 280],
  ],
  'product>product-db': [
    [200, 192],
    [184, 192],
    [184, 400],
  ],
  'inventory>inventory-db': [
    [280, 328],
    [280, 400],
  ],
  'cart>product': [
    [376, 176],
    [312, 176],
  ],
  'cart>inventory': [
    [376, 192],
    [328, 192],
    [328, 288],
    [312, 288],
  ],
  'cart>cart-db': [
    [488, 192],
    [496, 192],
    [496, 400],
  ],
  'checkout>cart': [
    [512, 176],
    [488, 176],
  ],
  'checkout>tax': [
    [528, 200],
    [528, 264],
    [472, 264],
    [472, 280],
  ],
  'checkout>shipping': [
    [568, 200],
    [568, 280],
  ],
  'checkout>payment': [
    [624, 192],
    [640, 192],
    [640, 288],
    [656, 288],
  ],
  'tax>tax-calculation': [
    [432, 328],
    [432, 528],
  ],
  'shipping>shipping-provider': [
    [608, 328],
    [608, 512],
    [1008, 512],
    [1008, 528],
  ],
  'order>payment': [
    [712, 200],
    [712, 280],
  ],
  'order>invoice': [
    [768, 184],
    [808, 184],
    [808, 280],
  ],
  'order>fulfillment': [
    [768, 176],
    [936, 176],
  ],
  'order>notification': [
    [768, 160],
    [920, 160],
    [920, 136],
    [1200, 136],
    [1200, 288],
    [1216, 288],
  ],
  'order>order-db': [
    [768, 192],
    [784, 192],
    [784, 384],
    [824, 384],
    [824, 400],
  ],
  'payment>payment-gateway': [
    [712, 328],
    [712, 528],
  ],
  'fulfillment>tracking': [
    [1048, 176],
    [1072, 176],
  ],
  'fulfillment>inventory-sync': [
    [992, 200],
    [992, 280],
  ],
  'fulfillment>shipment': [
    [1032, 200],
    [1032, 264],
    [1088, 264],
    [1088, 280],
  ],
  'tracking>notification': [
    [1184, 192],
    [1192, 192],
    [1192, 296],
    [1216, 296],
  ],
  'tracking>shipping-provider': [
    [1072, 192],
    [1064, 192],
    [1064, 528],
  ],
  'inventory-sync>inventory': [
    [952, 328],
    [952, 344],
    [296, 344],
    [296, 328],
  ],
  'shipment>shipping-provider': [
    [1104, 328],
    [1104, 528],
  ],
  'customer>support': [
    [1328, 176],
    [1352, 176],
  ],
  'customer>notification': [
    [1272, 200],
    [1272, 280],
  ],
  'customer>customer-db': [
    [1312, 200],
    [1312, 264],
    [1384, 264],
    [1384, 400],
  ],
  'notification>email': [
    [1272, 328],
    [1272, 528],
  ],
  'notification>sms': [
    [1312, 328],
    [1312, 512],
    [1376, 512],
    [1376, 528],
  ],
} as const satisfies Record<string, readonly Corner[]>;
export type ArrowName = keyof typeof ways;
export const arrowNames = Object.keys(ways) as ArrowName[];

const round = 6;

/** A way as the `d` of a path, its corners rounded. */
export function drawnWay(name: ArrowName): string {
  const corners: readonly Corner[] = ways[name];
  const [first, ...rest] = corners as readonly [Corner, ...Corner[]];
  const parts = rest.map((corner, index) => {
    const next = rest[index + 1];
    if (!next) return `L${corner.join(' ')}`;
    const before = towards(corner, corners[index]!);
    const after = towards(corner, next);
    return `L${before.join(' ')}Q${corner.join(' ')} ${after.join(' ')}`;
  });
  return `M${first.join(' ')}${parts.join('')}`;
}

function towards([x, y]: Corner, [toX, toY]: Corner): Corner {
  const half = (Math.abs(toX - x) + Math.abs(toY - y)) / 2;
  const step = Math.min(round, half);
  return [x + Math.sign(toX - x) * step, y + Math.sign(toY - y) * step];
}

export function endsOf(name: ArrowName): readonly [from: PlaceName, to: PlaceName] {
  return name.split('>') as [PlaceName, PlaceName];
}
