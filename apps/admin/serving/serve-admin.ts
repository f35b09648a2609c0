import { randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { PagesHanded } from '../../../services/api-gateway/api-gateway/serving/pages.ts';
import { Assets } from '../../built-files/assets.ts';
import type { AdminManifest } from './admin-manifest.ts';
import { documentOf } from './document.ts';
import { sendMessageFrame } from './message-frame.ts';

/**
 * Nothing runs that has not this answer's nonce or was loaded by what has it, no text becomes markup,
 * nobody frames it, and it speaks to the shop alone. Pictures come from wherever a shop's own are.
 */
function contentPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'`,
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' https: data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-src 'self'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
}

const headers = {
  'Content-Type': 'text/html; charset=utf-8',
  // A nonce is for one answer.
  'Cache-Control': 'no-store',
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=()',
  'X-Robots-Tag': 'noindex, nofollow',
  Vary: 'Accept-Language',
} as const;

/** As `kernel/money.ts` has them, which reckons in this process. */
function digitsOfCurrencies(): string {
  return Intl.supportedValuesOf('currency')
    .map((currency) => {
      const format = new Intl.NumberFormat('en', { style: 'currency', currency });
      return { currency, places: format.resolvedOptions().maximumFractionDigits };
    })
    .filter(({ places }) => places !== 2)
    .map(({ currency, places }) => `${currency}:${places}`)
    .join(' ');
}

/**
 * Serves the admin on the gateway's own server. Its page is the same for everybody and says nothing
 * of the shop's business: all that it shows it asks of the API, as whoever is signed in.
 */
export function serveAdmin(handed: PagesHanded, builtFolder: string): void {
  const { app, settings, refuseNotFound } = handed;
  const assets = new Assets<AdminManifest>(builtFolder);
  assets.serve(app, '/admin/assets', refuseNotFound);
  const digits = digitsOfCurrencies();
  const sendPage = (request: FastifyRequest, reply: FastifyReply) => {
    const nonce = randomBytes(16).toString('base64');
    const { name, timeZone } = { ...settings.shop, timeZone: settings.timeZone ?? 'UTC' };
    const accepted = request.headers['accept-language'];
    return reply
      .headers(headers)
      .header('Content-Security-Policy', contentPolicy(nonce))
      .send(
        documentOf({ nonce, accepted, shop: { name, timeZone }, digits, assets: assets.manifest }),
      );
  };
  app.get('/admin/message-frame', sendMessageFrame);
  app.get('/admin', sendPage);
  app.get('/admin/*', sendPage);
}
