import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { sandboxKeys } from '../../exchange/sandbox-keys.ts';
import type { Book } from '../book/book.ts';
import { PaymentMethods, wireMethod } from '../customers/payment-methods.ts';
import { cardTyped, type WrongCard } from '../payment/card-numbers.ts';
import { bodyJson } from '../wire/request-body.ts';
import { framePage, wrongInGerman } from './frame-page.ts';

const scripts = join(import.meta.dirname, 'browser');
const scriptHeaders = {
  'content-type': 'text/javascript; charset=utf-8',
  'cache-control': 'no-store',
};

const typed = z.object({
  key: z.string(),
  locale: z.string(),
  number: z.string().max(40),
  expiry: z.string().max(20),
  cvc: z.string().max(10),
  billing: z
    .object({ name: z.string(), email: z.string(), phone: z.string() })
    .partial()
    .optional(),
});

/**
 * The element for a card: the script that a shop's page loads, the page in its frame, and what that
 * sends. None of it reads or sets a cookie.
 */
export function registerElementRoutes(
  app: FastifyInstance,
  { book, secret }: { readonly book: Book; readonly secret: string },
): void {
  const methods = new PaymentMethods(book);
  const { paymentPublishableKey } = sandboxKeys(secret);
  const script = (name: string) => {
    const text = readFileSync(join(scripts, name), 'utf8');
    return (reply: FastifyReply) => reply.headers(scriptHeaders).send(text);
  };
  const [ofPages, ofFrame] = [script('stripe-script.js'), script('frame-script.js')];
  app.get('/v3/', (_request, reply) =>
    ofPages(reply.header('cross-origin-resource-policy', 'cross-origin')),
  );
  app.get('/v3/frame.js', (_request, reply) => ofFrame(reply));
  app.get<{ Querystring: { locale?: string } }>('/v3/frame', (request, reply) => {
    const locale = request.query.locale === 'de' ? 'de' : 'en';
    return reply.headers(frameHeaders).send(framePage(locale));
  });
  for (const path of ['/v3/looks', '/v3/payment_methods']) {
    app.post(path, async (request, reply) => {
      const read = typed.safeParse(bodyJson(request));
      if (!read.success || read.data.key !== paymentPublishableKey) {
        const message = 'Invalid API Key provided.';
        return reply.code(401).send({ error: { type: 'invalid_request_error', message } });
      }
      const { billing, locale } = read.data;
      const card = cardTyped(read.data);
      if ('wrong' in card) return reply.code(402).send({ error: told(card, locale) });
      if (path === '/v3/looks') return {};
      const { name = null, email = null, phone = null } = billing ?? {};
      const made = book.write(() => methods.create(card.card, { billing: { name, email, phone } }));
      return { paymentMethod: wireMethod(made) };
    });
  }
}

function told({ wrong, code, message }: WrongCard, locale: string) {
  const type = code === 'card_declined' ? 'card_error' : 'validation_error';
  const words = locale === 'de' ? wrongInGerman[code] : undefined;
  return { type, code, param: wrong, message: words ?? message };
}

/** Shops anywhere frame it; nothing runs in it but its own script. */
const frameHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors http: https:",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};
