import type { FastifyReply, FastifyRequest } from 'fastify';

/** The order that is open on a device, and the token by which. */
export interface OpenOrder {
  readonly orderId: string;
  readonly orderToken: string;
}

const hours = 12;
const form = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.([\w-]{20,100})$/;

/** Over plain http, as on one's own machine, browsers take no cookie with the prefix. */
function nameFor(publicUrl: string): string {
  return publicUrl.startsWith('https:') ? '__Host-kontor-order' : 'kontor-order';
}

export function openOrderOf({ headers }: FastifyRequest, publicUrl: string): OpenOrder | undefined {
  const name = nameFor(publicUrl);
  const pairs = (headers.cookie ?? '').split(';').map((pair) => pair.trim());
  const value = pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
  const [, orderId, orderToken] = form.exec(value ?? '') ?? [];
  return orderId && orderToken ? { orderId, orderToken } : undefined;
}

/** Undefined closes it. */
export function keepOpen(
  reply: FastifyReply,
  publicUrl: string,
  open: OpenOrder | undefined,
): void {
  const value = open ? `${open.orderId}.${open.orderToken}` : '';
  const secure = publicUrl.startsWith('https:') ? '; Secure' : '';
  const lasts = open ? hours * 3_600 : 0;
  reply.header(
    'Set-Cookie',
    `${nameFor(publicUrl)}=${value}; Path=/; Max-Age=${lasts}; HttpOnly; SameSite=Lax${secure}`,
  );
}
