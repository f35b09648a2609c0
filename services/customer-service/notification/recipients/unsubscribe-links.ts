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
  const named = Buffer.from(messageId.replaceAll('-', ''), 'hex');
  const token = Buffer.concat([named, macOf(secrets, named)]).toString('base64url');
  return `${publicUrl}/u/${token}`;
}

/** Of which message a link is; undefined where nobody here made it. */
export function messageOfLink(secrets: Secrets, token: string): string | undefined {
  if (!form.test(token)) return undefined;
  const bytes = Buffer.from(token, 'base64url');
  const named = bytes.subarray(0, idBytes);
  if (!timingSafeEqual(bytes.subarray(idBytes), macOf(secrets, named))) return undefined;
  return named.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

function macOf(secrets: Secrets, named: Buffer): Buffer {
  return createHmac('sha256', secrets.key('unsubscribe links')).update(named).digest();
}
