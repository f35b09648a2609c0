import { posix } from 'node:path';

/** Why a file of a front-end, or of a package for front-ends, may not open something outside of packages. */
export function objectionInFrontEnd(
  path: string,
  outward: string,
  typeOnly: boolean,
): string | undefined {
  if (isInBrowser(path) && !staysIn(path, outward)) {
    return 'it runs in browsers and knows the shop by its API alone, through @kontor/sdk; what is served with it is serving/ and build/';
  }
  if (path.startsWith('packages/')) {
    return staysIn(path, outward)
      ? undefined
      : 'a package is used by other front-ends too: it opens nothing of the shop';
  }
  return isOpenToPages(path, outward, typeOnly)
    ? undefined
    : 'pages ask at the gateway’s desk and know contracts by their types: what they run on is kernel, and what the gateway hands them';
}

/** The admin is a program of its own in browsers, but for what serves and builds it. */
const isInBrowser = (path: string): boolean => /^apps\/admin\/(?!serving\/|build\/)/.test(path);

/** Inside the same app or package. */
function staysIn(path: string, outward: string): boolean {
  const [top, name] = path.split('/');
  const target = posix.join(posix.dirname(path), outward);
  return outward.startsWith('.') && target.startsWith(`${top}/${name}/`);
}

/** Of the gateway they know by type what they are handed; what builds them may be opened from outside. */
function isOpenToPages(path: string, outward: string, typeOnly: boolean): boolean {
  if (outward.startsWith('#')) {
    // Its clock would be another one: the pages are a program of their own.
    if (outward === '#kernel/clock.ts') return false;
    return outward.startsWith('#kernel/') || (outward.startsWith('#contracts/') && typeOnly);
  }
  const target = posix.join(posix.dirname(path), outward);
  const handed = target.startsWith('services/api-gateway/api-gateway/') && typeOnly;
  return target.startsWith('apps/') || handed;
}

const at = (path: string, text: string) => ({ path, text });

export const refusedInFrontEnds = [
  at('apps/storefront/pages/home.tsx', "import { nowMs } from '#kernel/clock.ts';"),
  at('apps/storefront/pages/home.tsx', "import { product } from '#contracts/product/index.ts';"),
  at(
    'apps/storefront/pages/home.tsx',
    "import { Desk } from '../../../services/api-gateway/api-gateway/desk/desk.ts';",
  ),
  at(
    'apps/storefront/pages/home.tsx',
    "import type { C } from '../../../services/cart-and-checkout/cart/service.ts';",
  ),
  at('apps/admin/orders/list.tsx', "import type { O } from '#contracts/order/shapes.ts';"),
  at('apps/admin/orders/list.tsx', "import { Icon } from '../../storefront/layout/icon.tsx';"),
  at(
    'apps/admin/serving/serve-admin.ts',
    "import { D } from '../../../services/api-gateway/api-gateway/desk/desk.ts';",
  ),
  at('packages/sdk/client.js', "import { x } from '#contracts/order/index.ts';"),
  at('apps/storefront/pages/home.tsx', "import { sql } from '#platform/ground/sql.ts';"),
  at('apps/admin/orders/list.tsx', "import { formatMoney } from '#kernel/money.ts';"),
  at('packages/sdk/client.js', "import { x } from '../../kernel/money.ts';"),
];

export const acceptedInFrontEnds = [
  at('apps/storefront/pages/home.tsx', "import { formatMoney } from '#kernel/money.ts';"),
  at('apps/storefront/pages/home.tsx', "import type { P } from '#contracts/product/shapes.ts';"),
  at(
    'apps/storefront/pages/home.tsx',
    "import type { Desk } from '../../../services/api-gateway/api-gateway/desk/desk.ts';",
  ),
  at('apps/admin/orders/list.tsx', "import { Icon } from '../shell/icon.tsx';"),
  at('apps/admin/orders/list.tsx', "import { createKontor } from '@kontor/sdk';"),
  at(
    'apps/admin/serving/serve-admin.ts',
    "import type { P } from '../../../services/api-gateway/api-gateway/serving/pages.ts';",
  ),
  at('packages/sdk/client.js', "import createClient from 'openapi-fetch';"),
];
