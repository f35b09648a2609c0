import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Book } from '../book/book.ts';
import { escapeHtml, page, pageHeaders } from '../pages/page.ts';
import type { Payment } from './payment-wire.ts';
import type { ChallengeOutcome, Payments } from './payments.ts';
import type { WebhookSender } from '../book/webhooks.ts';
import { bodyJson, bodyText } from '../wire/request-body.ts';

interface ById {
  Params: { id: string };
}

/**
 * The bank's page of a 3-D Secure challenge. A form post sends the browser back to the shop; a JSON
 * post `{"outcome": "complete" | "fail"}` answers `{status, returnUrl}` instead, for tests.
 */
export function registerChallengeRoutes(
  app: FastifyInstance,
  book: Book,
  payments: Payments,
  webhooks: WebhookSender,
): void {
  app.get<ById>('/payment/challenge/:id', async (request, reply) => {
    const payment = payments.payments.get(request.params.id);
    if (payment === undefined) return unknownPayment(reply);
    const body =
      payment.status === 'requires_action'
        ? `<p>Your bank asks whether you want to pay <strong>${payment.amount}
           ${escapeHtml(payment.currency.toUpperCase())}</strong> (in the smallest unit). This is
           the sandbox: choose what the person does.</p>
           <form method="post"><button class="main" name="outcome" value="complete">Complete</button>
           <button name="outcome" value="fail">Fail</button></form>`
        : `<p>This challenge is over. <a href="${escapeHtml(returnUrlOf(payment))}">Back to the shop</a></p>`;
    return reply.headers(pageHeaders).send(page('Confirm your payment', body));
  });
  app.post<ById>('/payment/challenge/:id', async (request, reply) => {
    const text = bodyText(request);
    const isJson = request.headers['content-type']?.startsWith('application/json') === true;
    const outcome = isJson
      ? outcomeOfJson(bodyJson(request))
      : new URLSearchParams(text).get('outcome');
    if (outcome !== 'complete' && outcome !== 'fail') {
      return reply.code(400).send({ error: 'outcome is complete or fail.' });
    }
    const chosen: ChallengeOutcome = outcome;
    const result = book.write(() => payments.challenge(request.params.id, chosen));
    webhooks.wake();
    if (!result.ok && result.failure.statusCode === 404) return unknownPayment(reply);
    const payment = result.ok ? result.value : payments.payments.get(request.params.id);
    if (payment === undefined) return unknownPayment(reply);
    const returnUrl = returnUrlOf(payment);
    if (isJson)
      return reply.code(result.ok ? 200 : 409).send({ status: payment.status, returnUrl });
    return reply.redirect(returnUrl, 303);
  });
}

function unknownPayment(reply: FastifyReply): FastifyReply {
  return reply.code(404).headers(pageHeaders).send(page('No such payment', ''));
}

function outcomeOfJson(body: unknown): unknown {
  return (body as { outcome?: unknown } | null | undefined)?.outcome;
}

function returnUrlOf(payment: Payment): string {
  const url = new URL(payment.returnUrl);
  url.searchParams.set('payment_intent', payment.id);
  const failed = payment.status === 'requires_payment_method' || payment.status === 'canceled';
  url.searchParams.set('redirect_status', failed ? 'failed' : 'succeeded');
  return url.href;
}
