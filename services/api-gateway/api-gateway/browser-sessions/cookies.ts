import type { FastifyReply, FastifyRequest } from 'fastify';

/** What a browser takes of one; longer ones are none of ours. */
export const cookieLengthLimit = 4_000;

/** How a cookie of ours is kept. None is read by scripts, and none goes along from other sites. */
export interface CookieKept {
  readonly value: string;
  readonly seconds: number;
  readonly secure: boolean;
  /** `Strict`: not even with a link from elsewhere; `Lax` unless told. */
  readonly sameSite?: 'Lax' | 'Strict';
}

/**
 * All values of a cookie, in the order in which they were sent: where something else at this name
 * set one beside ours, both come.
 */
export function cookieValues({ headers }: Pick<FastifyRequest, 'headers'>, name: string): string[] {
  const begin = `${name}=`;
  return (headers.cookie ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(begin))
    .map((pair) => pair.slice(begin.length))
    .filter((value) => value.length <= cookieLengthLimit);
}

/** Sets a cookie, in the place of what was to be set of it before. */
export function putCookie(
  reply: FastifyReply,
  name: string,
  { value, seconds, secure, sameSite = 'Lax' }: CookieKept,
): void {
  const before = [reply.getHeader('set-cookie') ?? []].flat() as string[];
  const others = before.filter((line) => !line.startsWith(`${name}=`));
  const lasts = Math.max(0, Math.floor(seconds));
  const line = `${name}=${value}; Path=/; Max-Age=${lasts}; HttpOnly; SameSite=${sameSite}`;
  reply.removeHeader('set-cookie');
  reply.header('Set-Cookie', [...others, secure ? `${line}; Secure` : line]);
}
