import type { OutputOf } from '#platform/calls/service.ts';
import { demoShop, type ShopDetails } from '#platform/ground/settings.ts';

/** What a shop needs before it sells, judged by what its services tell of a channel. */
export interface Check {
  readonly kind: string;
  /** In codes; nothing where it is done. */
  readonly missing: readonly string[];
}

type Channel = OutputOf<'product', 'listAdminChannels'>['items'][number];
type Page = OutputOf<'product', 'listAdminPages'>['items'][number];
type Product = OutputOf<'product', 'listAdminProducts'>['items'][number];
type Zone = OutputOf<'checkout', 'listShippingZones'>['items'][number];
type Method = OutputOf<'checkout', 'listPaymentMethods'>['items'][number];
type Sender = OutputOf<'customer', 'getMailSender'>;

/** Who sells: as the channel says it, else as the shop's settings do. */
export function checkCompany({ company }: Channel, shop: ShopDetails): Check[] {
  const seller = company ?? shop;
  const named = ['name', 'legalName', 'street', 'email'] as const;
  const missing = named.filter((field) => isUnset(seller[field], demoShop[field]));
  const taxIds = company ? company.taxIds.map(({ value }) => value) : [shop.taxId];
  const isTaxed = taxIds.some((value) => !isUnset(value, demoShop.taxId));
  return [
    { kind: 'company_data', missing },
    { kind: 'tax_data', missing: isTaxed ? [] : ['taxId'] },
  ];
}

const isUnset = (given: string, demo: string): boolean => given.trim() === '' || given === demo;

const legalKinds = ['imprint', 'terms', 'privacy', 'withdrawal'] as const;

/** One of each kind, in each language of the channel, in words of the shop's own. */
export function checkLegalTexts({ locales }: Channel, pages: readonly Page[]): Check {
  const missing = legalKinds.flatMap((kind) => {
    const page = pages.find((one) => one.kind === kind && one.published);
    const lacking = locales.filter((locale) => !isShown(page, locale));
    return lacking.length === locales.length ? [kind] : lacking.map((each) => `${kind}/${each}`);
  });
  return { kind: 'legal_texts', missing };
}

function isShown(page: Page | undefined, locale: string): boolean {
  return page?.shown.some((text) => text.locale === locale && !text.sample) ?? false;
}

/** Whose picture the shop itself draws (`/media/demo/…`). */
const isDemo = ({ imageUrl }: Product): boolean => imageUrl?.includes('/media/demo/') ?? false;

/** The demo store is loaded before anything else: what was made last is one's own if anything is. */
export function checkProducts(oldest: readonly Product[], newest: readonly Product[]): Check[] {
  return [
    { kind: 'product', missing: newest.some((one) => !isDemo(one)) ? [] : ['product'] },
    { kind: 'demo_store_removed', missing: oldest.some(isDemo) ? ['demoProducts'] : [] },
  ];
}

export function checkPayment(methods: readonly Method[]): Check {
  const offered = methods.filter(({ active }) => active);
  const inSandbox = offered.some(({ notices }) => notices.some(({ code }) => code === 'sandbox'));
  const missing = offered.length === 0 ? ['method'] : inSandbox ? ['provider'] : [];
  return { kind: 'payment_keys', missing };
}

export function checkDelivery(channel: string, zones: readonly Zone[], liveQuotes: boolean): Check {
  const own = zones.filter(({ channels }) => channels.includes(channel) || channels.includes('*'));
  if (own.length === 0) return { kind: 'delivery', missing: ['zone'] };
  const isOffered = own.some(({ methods }) =>
    methods.some(({ active, rates }) => active && rates.length > 0),
  );
  return { kind: 'delivery', missing: isOffered || liveQuotes ? [] : ['method'] };
}

/** Products of what class go where without a rate. */
export function checkTaxRates(
  lacking: readonly { readonly countryCode: string; readonly taxClass: string }[],
): Check {
  const pairs = lacking.map(({ countryCode, taxClass }) => `${countryCode}/${taxClass}`);
  return { kind: 'tax_rates', missing: [...new Set(pairs)] };
}

export function checkMail({ address, sandbox, hasSent }: Sender): Check[] {
  const missing = [
    ...(isUnset(address, demoShop.email) ? ['address'] : []),
    ...(sandbox ? ['provider'] : []),
  ];
  return [
    { kind: 'mail_sender', missing },
    { kind: 'test_mail', missing: hasSent && !sandbox ? [] : ['mail'] },
  ];
}
