import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Secrets } from './secrets.ts';

/**
 * Links to an order without an account. Nothing is kept of a link: its token says of which order it
 * is and when it was made, under a key that order and notification alone hold. So a mail that is
 * written again has a link again, and all links of an order are ended by the moment from which on
 * they count (`orders.links_from`).
 */

/** `link`: in a mail, only good for being traded. `visit`: what it is traded for, in a cookie. */
export type OrderLinkKind = 'link' | 'visit';

export interface OrderLink {
  readonly orderId: string;
  /** When it was made: of a visit, when that began. */
  readonly madeAt: string;
}

const kinds: Readonly<Record<OrderLinkKind, number>> = { link: 1, visit: 2 };
/** Mails are looked for a season later; who comes then asks for another link. */
const lifetimeMs: Readonly<Record<OrderLinkKind, number>> = {
  link: 90 * 86_400_000,
  visit: 12 * 3_600_000,
};
const headBytes = 1 + 16 + 6;
const macBytes = 32;
const form = /^[\w-]{74}$/;

/** @param nowMs as `kernel/clock` reads it */
export function makeOrderLink(
  secrets: Secrets,
  kind: OrderLinkKind,
  orderId: string,
  nowMs: number,
): string {
  const head = Buffer.alloc(headBytes);
  head.writeUInt8(kinds[kind], 0);
  head.write(orderId.replaceAll('-', ''), 1, 'hex');
  head.writeUIntBE(Math.floor(nowMs), 17, 6);
  return Buffer.concat([head, macOf(secrets, head)]).toString('base64url');
}

/** What every link of a mail to an order begins with. */
function orderLinkHead(orderId: string): string {
  const named = Buffer.concat([
    Buffer.of(kinds.link),
    Buffer.from(orderId.replaceAll('-', ''), 'hex'),
  ]);
  // Of the last character the next bytes say the rest.
  return named.toString('base64url').slice(0, 22);
}

/** What follows that beginning, as `orderLinkForm` has it. */
const linkRest = /^[A-Za-z0-9_-]{0,52}/;

/** A pattern of every link of a mail to an order. */
export function orderLinkForm(orderId: string): string {
  return `${orderLinkHead(orderId)}[A-Za-z0-9_-]{0,52}`;
}

/** The text with `hidden` wherever a mail's link to the order stood, in whatever address or without one. */
export function withoutOrderLinks(text: string, orderId: string): string {
  // Making a pattern of each order costs more than looking for its beginning.
  const [before, ...rest] = text.split(orderLinkHead(orderId));
  return before! + rest.map((part) => hiddenLink + part.replace(linkRest, '')).join('');
}

/** In the place of a link that opens something. */
export const hiddenLink = 'hidden';

/** Until when one that is made now is good. */
export function orderLinkEnds(kind: OrderLinkKind, nowMs: number): string {
  return new Date(nowMs + lifetimeMs[kind]).toISOString();
}

/** Undefined where nobody here made it, as one of this kind, or its time is over. */
export function readOrderLink(
  secrets: Secrets,
  kind: OrderLinkKind,
  token: string,
  nowMs: number,
): OrderLink | undefined {
  if (!form.test(token)) return undefined;
  const bytes = Buffer.from(token, 'base64url');
  const head = bytes.subarray(0, headBytes);
  if (!timingSafeEqual(bytes.subarray(headBytes), macOf(secrets, head))) return undefined;
  const madeMs = head.readUIntBE(17, 6);
  if (head[0] !== kinds[kind] || nowMs > madeMs + lifetimeMs[kind]) return undefined;
  const hex = head.toString('hex', 1, 17);
  const orderId = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  return { orderId, madeAt: new Date(madeMs).toISOString() };
}

function macOf(secrets: Secrets, head: Buffer): Buffer {
  return createHmac('sha256', secrets.key('order links'))
    .update(head)
    .digest()
    .subarray(0, macBytes);
}
