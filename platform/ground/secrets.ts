import { createHmac, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import { serviceNames, type ServiceName } from '../topology.ts';

const keyBytes = 32;

/**
 * What keys are for, and who holds them. One that seals for another shares that key with it and no
 * other: auth seals links for notification and assessments for checkout. No process of a split shop
 * has the secret that all of them are derived from.
 */
export const secretHolders = {
  'signing keys': ['auth'],
  'refresh token successors': ['auth'],
  'attempt limits': ['auth'],
  'second factors': ['auth'],
  'recovery codes': ['auth'],
  'clients of purchases': ['auth'],
  'sealed mail': ['auth', 'notification'],
  'risk assessment for checkout': ['auth', 'checkout'],
  'order tokens': ['checkout'],
  'order links': ['order', 'notification'],
  'orders for tickets': ['order', 'support'],
  'unsubscribe links': ['notification'],
  'e-mail addresses of purchases': ['checkout'],
  'browser sessions': ['api-gateway'],
} as const satisfies Record<string, readonly ServiceName[]>;

export type SecretPurpose = keyof typeof secretHolders;

const purposes = Object.keys(secretHolders) as SecretPurpose[];

/** The services that hold a key at all; nobody else's process is handed one. */
export const servicesWithSecret: readonly ServiceName[] = serviceNames.filter(
  (service) => purposesOf(service).length > 0,
);

export function purposesOf(service: ServiceName): SecretPurpose[] {
  return purposes.filter((purpose) =>
    (secretHolders[purpose] as readonly ServiceName[]).includes(service),
  );
}

/** The keys that somebody holds; whoever asks for another one made a mistake, and gets none. */
export class Secrets {
  private readonly keys: ReadonlyMap<SecretPurpose, KeyObject>;
  /**
   * The order's token as 0.1.0 derived it, from the installation's secret itself: for replies that
   * are told again within the day that their keys are kept. Undefined where that secret is not there.
   */
  readonly formerOrderToken: ((orderId: string) => string) | undefined;

  private constructor(
    keys: ReadonlyMap<SecretPurpose, KeyObject>,
    formerOrderToken?: (orderId: string) => string,
  ) {
    this.keys = keys;
    this.formerOrderToken = formerOrderToken;
  }

  /** All keys, derived from the installation's secret: HKDF-SHA-256, one key a purpose. */
  static of(root: Buffer): Secrets {
    const keys = purposes.map((purpose) => [purpose, derived(root, purpose)] as const);
    return new Secrets(new Map(keys), (orderId) =>
      createHmac('sha256', root).update(`order token ${orderId}`).digest('base64url'),
    );
  }

  static none(): Secrets {
    return new Secrets(new Map());
  }

  /** Those of some services, as `textFor` wrote them down: `purpose=key`, comma between. */
  static read(texts: readonly string[], root?: Buffer): Secrets {
    const pairs = texts.flatMap((text) => text.split(',')).map(readPair);
    return new Secrets(
      new Map(pairs.flatMap((pair) => (pair ? [pair] : []))),
      root && Secrets.of(root).formerOrderToken,
    );
  }

  /** What one service holds of them. */
  for(service: ServiceName): Secrets {
    const own = purposesOf(service).flatMap((purpose) => {
      const key = this.keys.get(purpose);
      return key ? [[purpose, key] as const] : [];
    });
    const former = service === 'checkout' ? this.formerOrderToken : undefined;
    return new Secrets(new Map(own), former);
  }

  /** Those that are lacking for a service. */
  lacking(service: ServiceName): SecretPurpose[] {
    return purposesOf(service).filter((purpose) => !this.keys.has(purpose));
  }

  /**
   * As a key object, which is made once: bytes would be made into one for each use.
   * @throws where the purpose is none of this service's
   */
  key(purpose: SecretPurpose): KeyObject {
    const key = this.keys.get(purpose);
    if (!key) throw new Error(`there is no key for ${purpose} here`);
    return key;
  }

  /** What a process that runs the service is handed, as a value of its environment. */
  textFor(service: ServiceName): string {
    return purposesOf(service)
      .map((purpose) => `${nameOf(purpose)}=${this.key(purpose).export().toString('base64url')}`)
      .join(',');
  }
}

function derived(root: Buffer, purpose: SecretPurpose): KeyObject {
  return createSecretKey(Buffer.from(hkdfSync('sha256', root, 'kontor', purpose, keyBytes)));
}

function nameOf(purpose: SecretPurpose): string {
  return purpose.replaceAll(/[^a-z]+/g, '-');
}

/** Of a newer version there may be purposes that this one does not know. */
function readPair(text: string): [SecretPurpose, KeyObject] | undefined {
  const [name, value = ''] = text.trim().split('=');
  const key = Buffer.from(value, 'base64url');
  if (!name || key.length !== keyBytes || key.toString('base64url') !== value)
    throw new Error('not a list of purposes and keys');
  const purpose = purposes.find((one) => nameOf(one) === name);
  return purpose && [purpose, createSecretKey(key)];
}
