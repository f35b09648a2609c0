import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Settings } from '#platform/ground/settings.ts';
import type { Secrets } from '#platform/ground/sealed.ts';

/**
 * The link of a mail by which no more of its kind come. It names the message, which knows address and
 * channel: no address stands in a link, nothing is kept of one, and it is good for as long as it is
 * known what was sent.
 */
const idBytes = 16;
const form = /^[\w-]{64}$/;

export function unsubscribeLink(
  { publicUrl, secrets }: Pick<Settings, 'publicUrl' | 'secrets'>,
  messageId: string,
): string {
  return `${publicUrl}/u/${tokenOf(secrets, '', messageId)}`;
}

/** What follows the path in the link by which a watch is confirmed, or ended. */
export function watchToken(secrets: Secrets, watchId: string): string {
  return tokenOf(secrets, 'watch', watchId);
}

/** Of which message a link is; undefined where nobody here made it. */
export function messageOfLink(secrets: Secrets, token: string): string | undefined {
  return namedBy(secrets, '', token);
}

/** Of which watch a link is; undefined where nobody here made it. */
export function watchOfLink(secrets: Secrets, token: string): string | undefined {
  return namedBy(secrets, 'watch', token);
}

/** A link of one kind opens nothing of the other: their codes are of different texts. */
type Kind = '' | 'watch';

function tokenOf(secrets: Secrets, kind: Kind, id: string): string {
  const named = Buffer.from(id.replaceAll('-', ''), 'hex');
  return Buffer.concat([named, macOf(secrets, kind, named)]).toString('base64url');
}

function namedBy(secrets: Secrets, kind: Kind, token: string): string | undefined {
  if (!form.test(token)) return undefined;
  const bytes = Buffer.from(token, 'base64url');
  const named = bytes.subarray(0, idBytes);
  if (!timingSafeEqual(bytes.subarray(idBytes), macOf(secrets, kind, named))) return undefined;
  return named.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

function macOf(secrets: Secrets, kind: Kind, named: Buffer): Buffer {
  const key = secrets.key('unsubscribe links');
  return createHmac('sha256', key).update(kind).update(named).digest();
}
