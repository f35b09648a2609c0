import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Book } from '../book/book.ts';
import type { WebhookSender } from '../book/webhooks.ts';
import { escapeHtml, page, pageHeaders } from '../pages/page.ts';
import { cardTyped } from '../payment/card-numbers.ts';
import type { Payments } from '../payment/payments.ts';
import { bodyText } from '../wire/request-body.ts';
import type { Session, Sessions } from './sessions.ts';

interface ById {
  Params: { id: string };
}

interface Parts {
  book: Book;
  webhooks: WebhookSender;
  payments: Payments;
  sessions: Sessions;
  baseUrl: () => string;
}

/** The page on which somebody pays: a form that works without a script and asks for no cookie. */
export function registerSessionPage(app: FastifyInstance, parts: Parts): void {
  const { book, webhooks, payments, sessions, baseUrl } = parts;
  const read = (id: string): Session | undefined => {
    const session = book.write(() => sessions.get(id));
    webhooks.wake();
    return session;
  };
  app.get<ById>('/c/pay/:id', async (request, reply) => {
    const session = read(request.params.id);
    if (session === undefined) return unknownPage(reply);
    if (session.status !== 'open') return over(reply, session);
    return show(reply, session);
  });
  app.post<ById>('/c/pay/:id', async (request, reply) => {
    const { id } = request.params;
    const told = new URLSearchParams(bodyText(request));
    const one = (name: string): string => told.get(name) ?? '';
    const typed = cardTyped({ number: one('number'), expiry: one('expiry'), cvc: one('cvc') });
    const session = read(id);
    if (session === undefined) return unknownPage(reply);
    if (session.status !== 'open') return over(reply, session);
    if ('wrong' in typed) return show(reply, session, typed.message, 402);
    const payment = book.write(() => sessions.pay(id, typed.card));
    webhooks.wake();
    const now = read(id)!;
    if (payment?.status === 'requires_action') {
      return reply.redirect(`${baseUrl()}/payment/challenge/${payment.id}`, 303);
    }
    if (now.status === 'complete') return reply.redirect(now.successUrl, 303);
    if (now.status !== 'open') return over(reply, now);
    return show(reply, now, payment?.error?.message ?? 'The payment could not be made.', 402);
  });
  // From the bank.
  app.get<ById>('/c/pay/:id/return', async (request, reply) => {
    const session = read(request.params.id);
    if (session === undefined) return unknownPage(reply);
    if (session.status === 'complete') return reply.redirect(session.successUrl, 303);
    if (session.status !== 'open') return over(reply, session);
    const payment =
      session.paymentId === null ? undefined : payments.payments.get(session.paymentId);
    return show(reply, session, payment?.error?.message);
  });
}

function unknownPage(reply: FastifyReply): FastifyReply {
  return reply.code(404).headers(pageHeaders).send(page('No such page', ''));
}

function over(reply: FastifyReply, { status, successUrl, cancelUrl }: Session): FastifyReply {
  const words = status === 'complete' ? 'This was paid.' : 'This page has expired.';
  const url = status === 'complete' ? successUrl : (cancelUrl ?? successUrl);
  const body = `<p>${words} <a href="${escapeHtml(url)}">Back to the shop</a></p>`;
  return reply
    .code(status === 'complete' ? 200 : 410)
    .headers(pageHeaders)
    .send(page(words, body));
}

function show(
  reply: FastifyReply,
  { name, amount, currency, cancelUrl }: Session,
  wrong?: string,
  statusCode = 200,
): FastifyReply {
  const sum = `${amount} ${escapeHtml(currency.toUpperCase())}`;
  const field = (id: string, label: string, more: string): string =>
    `<p><label for="${id}">${label}</label><br><input id="${id}" name="${id}" required ${more}></p>`;
  const back =
    cancelUrl === null ? '' : `<p><a href="${escapeHtml(cancelUrl)}">Back to the shop</a></p>`;
  const body = `<p>${escapeHtml(name)}: <strong>${sum}</strong> (in the smallest unit). This is the
    sandbox: take a <a href="https://docs.stripe.com/testing">test card</a>, such as 4242 4242 4242 4242.</p>
    ${wrong === undefined ? '' : `<p role="alert"><strong>${escapeHtml(wrong)}</strong></p>`}
    <form method="post">
    ${field('number', 'Card number', 'inputmode="numeric" autocomplete="cc-number"')}
    ${field('expiry', 'Expiration (MM / YY)', 'autocomplete="cc-exp"')}
    ${field('cvc', 'Security code', 'inputmode="numeric" autocomplete="cc-csc"')}
    <button class="main">Pay</button></form>${back}`;
  return reply.code(statusCode).headers(pageHeaders).send(page('Pay', body));
}
