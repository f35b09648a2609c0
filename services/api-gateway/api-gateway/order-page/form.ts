import type { FastifyRequest } from 'fastify';

const formBytesLimit = 65_536;

/** As browsers send a form; what is larger than any of ours is none. */
export function formOf({ body }: FastifyRequest): URLSearchParams {
  const isForm = Buffer.isBuffer(body) && body.length <= formBytesLimit;
  return new URLSearchParams(isForm ? body.toString('utf8') : '');
}
