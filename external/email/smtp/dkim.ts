import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
} from 'node:crypto';

/** What signs a shop's mails (RFC 6376), so that whoever gets them knows that its domain sent them. */
export interface DkimSettings {
  /** Whose record names the public key: `<selector>._domainkey.<domain>`. */
  readonly selector: string;
  /** Mails from an address of one of these, or of a name below it, are signed; others are not. */
  readonly domains: readonly string[];
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

/** What each of the domains is to publish. */
export function dkimRecords({ selector, domains, privateKey }: DkimSettings): DkimRecord[] {
  const spki = createPublicKey(keyOf(privateKey)).export({ type: 'spki', format: 'der' });
  const value = `v=DKIM1; k=rsa; p=${spki.toString('base64')}`;
  return domains.map((domain) => ({
    name: `${selector}._domainkey.${domain}`,
    type: 'TXT',
    value,
  }));
}

/** How a mail from this address is signed, as nodemailer takes it; undefined: not at all. */
export function signatureFor({ selector, domains, privateKey }: DkimSettings, from: string) {
  const host = from.slice(from.lastIndexOf('@') + 1).toLowerCase();
  const domainName = domains
    .filter((domain) => host === domain || host.endsWith(`.${domain}`))
    .toSorted((one, other) => other.length - one.length)[0];
  if (domainName === undefined) return undefined;
  return { domainName, keySelector: selector, privateKey, headerFieldNames: signedFields };
}
