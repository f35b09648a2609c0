import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Book } from '../book/book.ts';
import { escapeHtml, page, pageHeaders } from '../pages/page.ts';
import type { SetupIntents } from '../customers/setup-intents.ts';
import type { Sessions } from '../sessions/sessions.ts';
import type { WebhookSender } from '../book/webhooks.ts';
import { bodyJson, bodyText } from '../wire/request-body.ts';
import type { ChallengeOutcome, Intents } from './intents.ts';
import type { Payments } from './payments.ts';

interface ById {
  Params: { id: string };
}

interface Parts {
  book: Book;
  webhooks: WebhookSender;
  payments: Payments;
  intents: Intents;
  setups: SetupIntents;
  sessions: Sessions;
}

/** What a person is asked about: to pay, or to let a card be stored. */
interface Question {
  words: string;
  status: string;
  /** Empty where the shop shows the page within its own. */
  returnUrl: string;
  name: 'payment_intent' | 'setup_intent';
}

/**
 * The bank's page of a 3-D Secure challenge. A form post sends the browser back to the shop; a JSON
 * post `{"outcome": "complete" | "fail"}` answers `{status, returnUrl}` instead, for tests.
 */
export function registerChallengeRoutes(app: FastifyInstance, parts: Parts): void {
  const { book, webhooks } = parts;
  app.get<ById>('/payment/challenge/:id', async (request, reply) => {
    const { id } = request.params;
    const question = questionOf(parts, id);
    if (question === undefined) return unknownPayment(reply);
    const body =
      question.status === 'requires_action'
        ? `<p>Your bank asks whether you want to ${question.words}. This is
           the sandbox: choose what the person does.</p>
           <form method="post"><button class="main" name="outcome" value="complete">Complete</button>
           <button name="outcome" value="fail">Fail</button></form>`
        : `<p>This challenge is over. ${linkBack(id, question)}</p>`;
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
    const { id } = request.params;
    const chosen: ChallengeOutcome = outcome;
    const taken = book.write(() => choose(parts, id, chosen));
    webhooks.wake();
    const question = questionOf(parts, id);
    if (question === undefined) return unknownPayment(reply);
    const returnUrl = returnUrlOf(id, question);
    if (isJson) return reply.code(taken ? 200 : 409).send({ status: question.status, returnUrl });
    if (returnUrl !== '') return reply.redirect(returnUrl, 303);
    return reply.headers(pageHeaders).send(page('Confirm your payment', '<p>Thank you.</p>'));
  });
}

function choose(parts: Parts, id: string, outcome: ChallengeOutcome): boolean {
  const setup = parts.setups.shelf.get(id);
  if (setup !== undefined) return parts.setups.challenge(setup, outcome);
  const asked = parts.intents.challenge(id, outcome);
  if (asked.ok) parts.sessions.note(asked.value);
  return asked.ok;
}

function questionOf({ payments, setups }: Parts, id: string): Question | undefined {
  const setup = setups.shelf.get(id);
  if (setup !== undefined) {
    const { status } = setup;
    const returnUrl = setup.returnUrl ?? '';
    return { words: 'let the shop keep your card', status, returnUrl, name: 'setup_intent' };
  }
  const payment = payments.payments.get(id);
  if (payment === undefined) return undefined;
  const { amount, currency, status, returnUrl } = payment;
  const sum = `${amount} ${escapeHtml(currency.toUpperCase())}`;
  const words = `pay <strong>${sum}</strong> (in the smallest unit)`;
  return { words, status, returnUrl, name: 'payment_intent' };
}

function linkBack(id: string, question: Question): string {
  const returnUrl = returnUrlOf(id, question);
  return returnUrl === '' ? '' : `<a href="${escapeHtml(returnUrl)}">Back to the shop</a>`;
}

function unknownPayment(reply: FastifyReply): FastifyReply {
  return reply.code(404).headers(pageHeaders).send(page('No such payment', ''));
}

function outcomeOfJson(body: unknown): unknown {
  return (body as { outcome?: unknown } | null | undefined)?.outcome;
}

function returnUrlOf(id: string, { returnUrl, status, name }: Question): string {
  if (returnUrl === '') return '';
  const url = new URL(returnUrl);
  url.searchParams.set(name, id);
  const failed = status === 'requires_payment_method' || status === 'canceled';
  url.searchParams.set('redirect_status', failed ? 'failed' : 'succeeded');
  return url.href;
}
