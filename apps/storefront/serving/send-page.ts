import { randomBytes } from 'node:crypto';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { FastifyReply } from 'fastify';
import { renderToString } from 'preact-render-to-string';
import { Document } from '../layout/document.tsx';
import type { AssetsManifest } from './assets.ts';
import type { Page, PageRequest, Redirect } from './page.ts';

/**
 * What a page may load and do: its own style and script, pictures from wherever a shop's own are, forms
 * to the shop alone. Nothing within the page runs that has not this answer's nonce, nobody
 * frames it, and no text becomes markup in a browser. The page on which a card is asked for lets in the
 * provider's script, which has the nonce, and its frame.
 */
function contentPolicy(nonce: string, cardForm: Page['cardForm']): string {
  const { scriptOrigins = [], frameOrigins = [], connectOrigins = [] } = cardForm ?? {};
  return [
    ["default-src 'none'"],
    [`script-src 'nonce-${nonce}' 'strict-dynamic'`, ...scriptOrigins],
    ["style-src 'self'"],
    ["img-src 'self' https: data:"],
    ["font-src 'self'"],
    ["connect-src 'self'", ...connectOrigins],
    ...(frameOrigins.length > 0 ? [['frame-src', ...frameOrigins]] : []),
    ["manifest-src 'self'"],
    ["form-action 'self'"],
    ["base-uri 'none'"],
    ["frame-ancestors 'none'"],
    ["require-trusted-types-for 'script'"],
    ["trusted-types 'none'"],
  ]
    .map((directive) => directive.join(' '))
    .join('; ');
}

const headers = {
  'Content-Type': 'text/html; charset=utf-8',
  'Referrer-Policy': 'strict-origin-when-cross-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(self)',
  Vary: 'Accept-Encoding, Cookie',
} as const;

const byLink = { 'Referrer-Policy': 'no-referrer', 'X-Robots-Tag': 'noindex, nofollow' } as const;

/** Longer ones are compressed piece by piece, beside all else. */
const atOnceMax = 200_000;
const brotli = { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } };

/**
 * A page in one piece, compressed as its browser takes it: far cheaper than to have its pieces
 * carried through a stream. Undefined where the server's own compression is to see to it.
 */
function compressed(
  accepted: string,
  bytes: Buffer,
): [encoding: string, bytes: Buffer] | undefined {
  // Whoever weighs what they take is answered by who reads weights.
  if (bytes.length > atOnceMax || accepted.includes(';')) return undefined;
  if (/\bbr\b/.test(accepted)) return ['br', brotliCompressSync(bytes, brotli)];
  return /\bgzip\b/.test(accepted) ? ['gzip', gzipSync(bytes)] : undefined;
}

export interface PageSending {
  readonly request: PageRequest;
  readonly page: Page;
  readonly assets: AssetsManifest;
}

export function sendPage(reply: FastifyReply, sending: PageSending): FastifyReply {
  const nonce = randomBytes(16).toString('base64');
  // As bytes, so that the long text is walked through once, and not again to count them.
  const bytes = Buffer.from(`<!doctype html>${renderToString(Document({ ...sending, nonce }))}`);
  const { status = 200, canonical, isByLink } = sending.page;
  const accepted = reply.request.headers['accept-encoding'];
  const [encoding, sent] = compressed(String(accepted), bytes) ?? [undefined, bytes];
  if (encoding !== undefined) reply.header('Content-Encoding', encoding);
  return (
    reply
      .code(status)
      .headers(headers)
      .headers(isByLink ? byLink : {})
      .header('Content-Security-Policy', contentPolicy(nonce, sending.page.cardForm))
      // A nonce is for one answer: nobody between the shop and its visitor keeps a page. What is not for
      // everybody to find is somebody's own, and nothing keeps it at all.
      .header(
        'Cache-Control',
        status === 200 && canonical !== undefined ? 'private, no-cache' : 'no-store',
      )
      .send(sent)
  );
}

export function sendRedirect(reply: FastifyReply, { status, location }: Redirect): FastifyReply {
  return reply.code(status).header('Cache-Control', 'no-store').header('Location', location).send();
}
