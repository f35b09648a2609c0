import { isIP } from 'node:net';
import countries from 'i18n-iso-countries/index.js';
import { z } from 'zod';
import { isTimeZone } from '#kernel/clock.ts';
import { demoShop } from '#platform/ground/settings.ts';
import { mediaSettings } from './media-settings.ts';
import { amounts, days, listOf, oneOf, port, seconds, setting, wholeNumber } from './setting.ts';

/** What the start on one machine reads before all others. */
export const startSettings = {
  PORT: setting({
    form: port().default(8080),
    readBy: ['api-gateway'],
    means: 'port of the shop: `PORT=8081 npm start`',
    inCluster: ({ gatewayPort }) => String(gatewayPort),
  }),
  KONTOR_DATA: setting({
    form: z.string().optional(),
    readBy: 'start',
    unlessSet: '.kontor',
    means: 'folder where the data is kept; two shops side by side need two folders and two ports',
  }),
  KONTOR_HOST: setting({
    form: z.string().default('127.0.0.1'),
    readBy: ['api-gateway'],
    means: 'address to listen on: `0.0.0.0` for all of the machine',
    inCluster: () => '0.0.0.0',
  }),
  KONTOR_DATA_COPY: setting({
    form: oneOf('refuse', 'accept').default('refuse'),
    readBy: 'start',
    means:
      'what becomes of a start on a copy of another data folder, where real providers are set: `accept`, once, says that the other one never runs again',
  }),
  KONTOR_FIRST_SIGN_IN: setting({
    form: oneOf('link', 'password').default('link'),
    readBy: 'start',
    means:
      'how the first administrator signs in: by a link that the start prints, good once, by which the password is chosen; `password` is for scripts, which read one in `admin.json`',
  }),
  KONTOR_DEMO_STORE: setting({
    form: oneOf('on', 'off').default('on'),
    readBy: 'start',
    means:
      'whether a new shop begins with the demo store; `kontor demo remove` takes it out of one that has it',
  }),
};

const name = (means: string, form: z.ZodType<string | undefined>) =>
  setting({ form: form as z.ZodType<string>, readBy: 'shop', mayBeEmpty: true, means });

/** What a shop says of itself. */
const shopItself = {
  KONTOR_SHOP_NAME: name('the name that customers read', z.string().default(demoShop.name)),
  KONTOR_SHOP_LEGAL_NAME: name('the name on invoices', z.string().default(demoShop.legalName)),
  KONTOR_SHOP_STREET: name('street and number', z.string().default(demoShop.street)),
  KONTOR_SHOP_POSTAL_CODE: name('its postal code', z.string().default(demoShop.postalCode)),
  KONTOR_SHOP_CITY: name('its city', z.string().default(demoShop.city)),
  KONTOR_SHOP_COUNTRY: name(
    'its country, two capital letters',
    z
      .string()
      .refine((code) => /^[A-Z]{2}$/.test(code) && countries.isValid(code), {
        error: 'a country code of two capital letters such as DE',
      })
      .default(demoShop.countryCode),
  ),
  KONTOR_SHOP_TIME_ZONE: setting({
    form: z.string().refine(isTimeZone, { error: 'a time zone such as Europe/Berlin' }).optional(),
    readBy: 'shop',
    means: 'whose days the dates of documents and mails are; that of its country unless set',
  }),
  KONTOR_SHOP_TAX_ID: name('its tax number, on invoices', z.string().default(demoShop.taxId)),
  KONTOR_SHOP_EMAIL: name(
    'the address that mails are from',
    z.email('an e-mail address').default(demoShop.email),
  ),
  KONTOR_SHOP_PHONE: name('the number that texts are from', z.string().default(demoShop.phone)),
};

/** How long what served its time is kept. */
const keeping = {
  KONTOR_KEEP_OUTBOX_DAYS: setting({
    form: days(1).default(7),
    readBy: 'shop',
    means: 'days that events are kept which every listener has',
  }),
  KONTOR_KEEP_INBOX_DAYS: setting({
    form: days(2).default(14),
    readBy: 'shop',
    means: 'days that what was heard is remembered; more than the outbox keeps',
  }),
  KONTOR_KEEP_REPLIES_DAYS: setting({
    form: days(1).default(2),
    readBy: 'shop',
    means: 'days that a repeated request with the same key gets the same reply',
  }),
  KONTOR_KEEP_STORIES_DAYS: setting({
    form: days(1).default(7),
    readBy: 'shop',
    means: 'days that finished stories are kept',
  }),
  KONTOR_KEEP_WEBHOOKS_DAYS: setting({
    form: days(7).default(14),
    readBy: ['payment', 'tracking', 'notification'],
    means: 'days that webhooks which were taken are remembered',
  }),
  KONTOR_KEEP_ATTEMPTS_DAYS: setting({
    form: days(2).default(30),
    readBy: ['checkout'],
    means: 'days that tries to buy which came to nothing are kept',
  }),
  KONTOR_KEEP_MESSAGES_DAYS: setting({
    form: days(7).default(365),
    readBy: ['notification'],
    means: 'days that what was sent by e-mail and SMS is kept, to be read by staff',
  }),
};

/** How a shop sells. */
const selling = {
  KONTOR_CAPTURE_AT: setting({
    form: oneOf('order', 'shipment').default('order'),
    readBy: ['order', 'payment'],
    means:
      'when a card is charged: at `shipment` for each part that leaves, where its provider can',
  }),
  KONTOR_RESERVATION_SECONDS: setting({
    form: seconds(30, 3_600).default(120),
    readBy: ['checkout'],
    means: 'how long a purchase under way holds its stock',
  }),
  KONTOR_CHALLENGE_SECONDS: setting({
    form: seconds(10, 3_600).default(600),
    readBy: ['checkout'],
    means: 'how long a buyer may take at the bank (3-D Secure)',
  }),
  KONTOR_TOTALS_SECONDS: setting({
    form: seconds(60, 86_400).default(1_800),
    readBy: ['checkout'],
    means: 'how long the totals of a checkout hold',
  }),
  KONTOR_OPEN_CHALLENGES: setting({
    form: wholeNumber(1, 1_000).default(3),
    readBy: ['checkout'],
    means: 'payments that one person may have waiting at a bank',
  }),
  KONTOR_OPEN_CHALLENGES_PER_ADDRESS: setting({
    form: wholeNumber(1, 100_000).default(10),
    readBy: ['checkout'],
    means: 'as many from one network address',
  }),
  KONTOR_UNPAID_UNITS: setting({
    form: wholeNumber(1, 1_000_000).default(10),
    readBy: ['checkout'],
    means: 'units of a SKU that one person may hold unpaid',
  }),
  KONTOR_SHOWN_UNITS: setting({
    form: wholeNumber(1, 1_000_000).default(10),
    readBy: ['product', 'cart'],
    means: 'units of a SKU that shoppers are told of; of more they read that there are more',
  }),
  KONTOR_UNPAID_STOCK_PERCENT: setting({
    form: wholeNumber(0, 100).default(50),
    readBy: ['checkout'],
    means: 'or this share of its stock, where that is more',
  }),
};

/** How a shop is reached, and watched. */
const serving = {
  KONTOR_PUBLIC_URL: setting({
    form: z
      .url({ protocol: /^https?$/, error: 'an address such as https://shop.example' })
      .optional(),
    readBy: ['api-gateway', 'checkout', 'notification'],
    unlessSet: 'http://localhost:<PORT>',
    means: 'where the shop is reached from outside; links in mails lead there',
    inCluster: ({ host }) => (host === undefined ? undefined : `https://${host}`),
  }),
  KONTOR_ALLOWED_ORIGINS: setting({
    form: listOf(
      isOrigin,
      'a list of origins such as https://shop.example, without a path, comma between,',
    ).default([]),
    readBy: ['api-gateway'],
    means: 'origins whose pages may call the API from a browser',
  }),
  KONTOR_TRUSTED_PROXIES: setting({
    form: listOf(
      isNetwork,
      'a list of addresses or networks such as 10.0.0.0/8, comma between,',
    ).default([]),
    readBy: ['api-gateway'],
    means: 'proxies whose `X-Forwarded-For` is believed',
    // The network of the ingress controller, whose X-Forwarded-For is believed.
    inCluster: ({ host }) => (host === undefined ? undefined : '10.0.0.0/8'),
  }),
  KONTOR_RATE_LIMITS: setting({
    form: oneOf('on', 'off').default('on'),
    readBy: ['api-gateway', 'auth', 'checkout'],
    means: 'whether one address or person may ask only so often',
  }),
  KONTOR_REQUIRE_MFA: setting({
    form: oneOf('staff', 'none').default('none'),
    readBy: ['auth'],
    means:
      'who needs a second factor: `staff` without one can only set it up, and the API keys they made rest until then',
  }),
  KONTOR_PROVEN_REFUND: setting({
    form: amounts().prefault('500'),
    readBy: ['order'],
    unlessSet: '500',
    means:
      'staff by whose refund more than this of one order is given back, or by whose cancellation, show once more that it is them, unless they did so in the last ten minutes. In whole units of the order’s currency, and where another amount holds for a currency, with that: `500,HUF:200000,JPY:80000`. API keys, refunds of what was paid too much and credits of what nobody has paid are not asked',
  }),
  KONTOR_API_REFERENCE: setting({
    form: oneOf('on', 'off').default('on'),
    readBy: ['api-gateway'],
    means: 'whether `/docs` shows the API to people',
  }),
  KONTOR_STOREFRONT: setting({
    form: oneOf('on', 'off').default('on'),
    readBy: ['api-gateway'],
    means: 'whether the shop’s own pages are served at `/`',
  }),
  KONTOR_ADMIN: setting({
    form: oneOf('on', 'off').default('on'),
    readBy: ['api-gateway'],
    means: 'whether staff work in the shop at `/admin`; `off` installs none of its packages either',
  }),
  KONTOR_SANDBOX_IN_PUBLIC: setting({
    form: oneOf('on', 'off').default('off'),
    readBy: ['api-gateway', 'payment'],
    means: 'lets strangers reach a shop whose payments are the sandbox’s',
  }),
  KONTOR_RESTORED: setting({
    form: oneOf('refuse', 'accept').default('refuse'),
    readBy: 'shop',
    means:
      'what becomes of a start on databases of different moments, as after a backup of one alone was put back: `accept` goes on and tells again what one of them has forgotten; leave it for three days, after which nothing of it is compared any more',
  }),
  KONTOR_LOG_LEVEL: setting({
    form: oneOf('trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent').default('warn'),
    readBy: 'shop',
    means: 'what is logged; `info` has a line for each request',
    inCluster: () => 'info',
  }),
  KONTOR_OPERATIONS_PORT: setting({
    form: port().optional(),
    readBy: 'shop',
    means: 'port of `/metrics` and `/health`; none unless set',
    inCluster: ({ operationsPort }) => String(operationsPort),
  }),
  KONTOR_OPERATIONS_HOST: setting({
    form: z.string().default('127.0.0.1'),
    readBy: 'shop',
    means: 'address that these are at',
    inCluster: () => '0.0.0.0',
  }),
};

export const shopSettings = {
  ...serving,
  ...selling,
  ...mediaSettings,
  ...keeping,
  ...shopItself,
};

/** As a browser sends it: `*`, a path and capitals would never match. */
function isOrigin(text: string): boolean {
  return /^https?:/.test(text) && URL.canParse(text) && new URL(text).origin === text;
}

function isNetwork(text: string): boolean {
  const [address = '', prefix, ...more] = text.split('/');
  const version = isIP(address);
  if (version === 0 || more.length > 0) return false;
  return prefix === undefined || (/^\d+$/.test(prefix) && +prefix <= (version === 4 ? 32 : 128));
}
