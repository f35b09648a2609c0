import { expect, test } from 'vitest';
import { Secrets } from '../ground/secrets.ts';
import { readSettings } from './read-settings.ts';

const given = {
  secrets: Secrets.none(),
  publicUrl: 'http://localhost:8080',
};
const read = (environment: NodeJS.ProcessEnv) => readSettings(environment, given);

test('an empty environment, and empty variables, give the defaults', () => {
  const settings = read({});
  expect(settings).toMatchObject({ captureAt: 'order', reservationSeconds: 120, rateLimits: 'on' });
  expect(read({ KONTOR_RESERVATION_SECONDS: '', KONTOR_PUBLIC_URL: '' })).toEqual(settings);
});

test('values are read', () => {
  expect(
    read({
      KONTOR_PUBLIC_URL: 'https://shop.example/',
      KONTOR_CHALLENGE_SECONDS: '60',
      KONTOR_ALLOWED_ORIGINS: 'https://shop.example,http://localhost:3000',
      KONTOR_TRUSTED_PROXIES: '10.0.0.0/8, ::1',
      KONTOR_SHOP_TAX_ID: '',
      KONTOR_OPERATIONS_PORT: '9464',
    }),
  ).toMatchObject({
    publicUrl: 'https://shop.example',
    challengeSeconds: 60,
    allowedOrigins: ['https://shop.example', 'http://localhost:3000'],
    trustedProxies: ['10.0.0.0/8', '::1'],
    shop: { taxId: '' },
    operations: { host: '127.0.0.1', port: 9464 },
  });
});

test('a store for pictures is set as a whole', () => {
  const s3 = {
    KONTOR_MEDIA_S3_ENDPOINT: 'http://127.0.0.1:9000',
    KONTOR_MEDIA_S3_BUCKET: 'pictures',
    KONTOR_MEDIA_S3_KEY_ID: 'id',
    KONTOR_MEDIA_S3_SECRET: 'secret',
  };
  expect(read({}).media).toBeUndefined();
  expect(
    read({ ...s3, KONTOR_MEDIA_STORE: 'folder', KONTOR_MEDIA_FOLDER: '/srv/pictures' }).media,
  ).toEqual({
    store: 'folder',
    folder: '/srv/pictures',
    s3: {
      endpoint: 'http://127.0.0.1:9000',
      bucket: 'pictures',
      keyId: 'id',
      secret: 'secret',
      region: 'us-east-1',
      pathStyle: false,
    },
  });
  expect(() => read({ KONTOR_MEDIA_STORE: 'folder' })).toThrow(
    'Pictures cannot lie in a folder without KONTOR_MEDIA_FOLDER, its whole path.',
  );
  expect(() => read({ ...s3, KONTOR_MEDIA_S3_SECRET: '' })).toThrow(
    'Pictures cannot lie in a bucket without KONTOR_MEDIA_S3_SECRET.',
  );
});

test.each([
  ['KONTOR_MEDIA_STORE', 'ftp', 'database, folder or s3'],
  ['KONTOR_MEDIA_FOLDER', 'pictures', 'a whole path such as /srv/kontor/pictures'],
  ['KONTOR_RATE_LIMITS', 'foo', 'on or off'],
  ['KONTOR_CAPTURE_AT', 'now', 'order or shipment'],
  ['KONTOR_KEEP_REPLIES_DAYS', '0', 'a whole number of days from 1 to 3650'],
  ['KONTOR_KEEP_WEBHOOKS_DAYS', '6', 'a whole number of days from 7 to 3650'],
  ['KONTOR_KEEP_INBOX_DAYS', '7', 'more days than KONTOR_KEEP_OUTBOX_DAYS (7)'],
  ['KONTOR_RESERVATION_SECONDS', 'abc', 'a whole number of seconds from 30 to 3600'],
  ['KONTOR_RESERVATION_SECONDS', '5', 'a whole number of seconds from 30 to 3600'],
  ['KONTOR_OPERATIONS_PORT', '0', 'a whole number from 1 to 65535'],
  ['KONTOR_OPERATIONS_PORT', '65536', 'a whole number from 1 to 65535'],
  ['KONTOR_OPERATIONS_PORT', 'http', 'a whole number from 1 to 65535'],
  ['KONTOR_PUBLIC_URL', 'javascript:alert', 'an address such as https://shop.example'],
  ['KONTOR_SHOP_COUNTRY', 'Germany', 'a country code of two capital letters such as DE'],
  ['KONTOR_SHOP_COUNTRY', 'XX', 'a country code of two capital letters such as DE'],
  ['KONTOR_SHOP_TIME_ZONE', 'Hamburg', 'a time zone such as Europe/Berlin'],
  ['KONTOR_SHOP_EMAIL', 'me', 'an e-mail address'],
  ...[
    '*',
    'shop.example',
    'https://shop.example/',
    'https://Shop.example',
    'ftp://shop.example',
  ].map((origin) => [
    'KONTOR_ALLOWED_ORIGINS',
    origin,
    'a list of origins such as https://shop.example, without a path, comma between,',
  ]),
  [
    'KONTOR_TRUSTED_PROXIES',
    '10.0.0.0/99',
    'a list of addresses or networks such as 10.0.0.0/8, comma between,',
  ],
])('%s=%s is refused with what is accepted', (name, value, accepted) => {
  expect(() => read({ [name]: value })).toThrow(`${name} is "${value}"; ${accepted} is accepted.`);
});

test.each([
  [{}, 'Europe/Berlin'],
  [{ KONTOR_SHOP_COUNTRY: 'JP' }, 'Asia/Tokyo'],
  [{ KONTOR_SHOP_COUNTRY: 'US' }, 'America/New_York'],
  [{ KONTOR_SHOP_COUNTRY: 'ES' }, 'Europe/Madrid'],
  [{ KONTOR_SHOP_COUNTRY: 'JP', KONTOR_SHOP_TIME_ZONE: 'Europe/Rome' }, 'Europe/Rome'],
])('the time zone of %j is %s', (environment, timeZone) => {
  expect(read(environment)).toMatchObject({ timeZone });
});

test('a misspelt setting is refused, with the names there are', () => {
  expect(() => read({ KONTOR_RATE_LIMIT: 'off' })).toThrow(
    /^KONTOR_RATE_LIMIT is no setting; these are accepted: .*KONTOR_RATE_LIMITS/,
  );
});

test.each(['KONTOR_DATA', 'KONTOR_HOST'])('%s is among the names there are', (name) => {
  expect(() => read({ KONTOR_HOTS: '0.0.0.0' })).toThrow(new RegExp(`accepted: .*${name},`));
});

test('what Kubernetes tells of services is no setting', () => {
  const reported = {
    KONTOR_SERVICE_HOST: '10.0.0.7',
    KONTOR_PORT: 'tcp://10.0.0.7:80',
    KONTOR_GATEWAY_PORT_8080_TCP_ADDR: '10.0.0.8',
    KONTOR_GATEWAY_SERVICE_PORT_HTTP: '8080',
  };
  expect(read(reported)).toEqual(read({}));
});
