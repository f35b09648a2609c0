import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
} from 'node:crypto';

/** What signs the mails of a domain (RFC 6376), so that whoever gets them knows that it sent them. */
export interface DkimKey {
  /** Mails from an address of it, or of a name below it, are signed. */
  readonly domain: string;
  /** Whose record names the public key: `<selector>._domainkey.<domain>`. */
  readonly selector: string;
  /** PEM. */
  readonly privateKey: string;
}

/** What a domain publishes, so that others can verify. */
export interface DkimRecord {
  readonly name: string;
  readonly type: 'TXT';
  /** As it is to be read. Where a form takes 255 signs at most, it is given in several parts. */
  readonly value: string;
}

/** RFC 8301 asks for 2048 bits; beyond 4096 verifiers need not follow, and the record gets too long. */
const [bitsMin, bitsMax] = [2_048, 4_096];

/**
 * Those of RFC 6376 (5.4.1) that our mails have, with what ends a subscription at once: a mailbox
 * provider acts upon that only where both of its fields are signed (RFC 8058, 4).
 */
const signedFields =
  'From:Sender:Reply-To:Subject:Date:Message-ID:To:Cc:MIME-Version:Content-Type:Content-Transfer-Encoding:' +
  'In-Reply-To:References:List-Id:List-Unsubscribe:List-Unsubscribe-Post';

/** The key as it is given: PEM, also with `\n` for its ends of lines, or what stands between its first and last line. */
export function isDkimKey(text: string): boolean {
  try {
    const key = keyOf(text);
    const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
    return key.asymmetricKeyType === 'rsa' && bits >= bitsMin && bits <= bitsMax;
  } catch {
    return false;
  }
}

/** @throws where it is no private key */
function keyOf(text: string): KeyObject {
  const pem = text.replaceAll('\\n', '\n').trim();
  if (pem.startsWith('-----')) return createPrivateKey(pem);
  const key = Buffer.from(pem, 'base64');
  return createPrivateKey({ key, format: 'der', type: 'pkcs8' });
}

export function pemOf(text: string): string {
  return keyOf(text).export({ type: 'pkcs8', format: 'pem' }).toString();
}

/** A fresh key, as it is given to the shop. */
export function freshDkimKey(): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: bitsMin });
  return privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64');
}

/** What the domain is to publish. */
export function dkimRecord({ domain, selector, privateKey }: DkimKey): DkimRecord {
  const spki = createPublicKey(keyOf(privateKey)).export({ type: 'spki', format: 'der' });
  const value = `v=DKIM1; k=rsa; p=${spki.toString('base64')}`;
  return { name: `${selector}._domainkey.${domain}`, type: 'TXT', value };
}

/** How a mail from this address is signed, as nodemailer takes it; undefined: not at all. */
export function signatureFor(keys: readonly DkimKey[], from: string) {
  const host = domainOf(from).toLowerCase();
  const key = keys
    .filter(({ domain }) => host === domain || host.endsWith(`.${domain}`))
    .toSorted((one, other) => other.domain.length - one.domain.length)[0];
  if (key === undefined) return undefined;
  const { domain: domainName, selector: keySelector, privateKey } = key;
  return { domainName, keySelector, privateKey, headerFieldNames: signedFields };
}

export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1);
}
