import type { FastifyReply, FastifyRequest } from 'fastify';
import { cookieValues, putCookie } from '../browser-sessions/cookies.ts';

/** The order that is open on a device, and the token by which. */
export interface OpenOrder {
  readonly orderId: string;
  readonly orderToken: string;
}

const hours = 12;
const form = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.([\w-]{20,100})$/;

/** Of whoever opens an order: which cookie it is, where the shop is reached. */
export interface VisitCookie {
  readonly name: string;
  readonly secure: boolean;
}

/**
 * Over plain http, as on one's own machine, browsers take no cookie with the prefix; and they keep one
 * jar for all shops of a machine, whatever their ports.
 */
export function visitCookie(publicUrl: string, folderId: string): VisitCookie {
  const secure = publicUrl.startsWith('https:');
  return { name: `${secure ? '__Host-' : ''}kontor-order-${folderId}`, secure };
}

export function openOrderOf(request: FastifyRequest, { name }: VisitCookie): OpenOrder | undefined {
  const [value] = cookieValues(request, name);
  const [, orderId, orderToken] = form.exec(value ?? '') ?? [];
  return orderId && orderToken ? { orderId, orderToken } : undefined;
}

/** Undefined closes it. */
export function keepOpen(
  reply: FastifyReply,
  { name, secure }: VisitCookie,
  open: OpenOrder | undefined,
): void {
  const value = open ? `${open.orderId}.${open.orderToken}` : '';
  putCookie(reply, name, { value, seconds: open ? hours * 3_600 : 0, secure });
}
