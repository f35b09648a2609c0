import type { FastifyInstance } from 'fastify';
import { registerBalanceRoutes } from '../balance/balance-routes.ts';
import type { Book } from '../book/book.ts';
import type { WebhookSender } from '../book/webhooks.ts';
import { registerCustomerRoutes } from '../customers/customer-routes.ts';
import { registerMethodRoutes } from '../customers/method-routes.ts';
import { registerSetupRoutes } from '../customers/setup-routes.ts';
import { registerChallengeRoutes } from '../payment/challenge-routes.ts';
import type { openPayments } from '../payment/open-payments.ts';
import { registerPaymentQueries } from '../payment/payment-queries.ts';
import { registerPaymentRoutes } from '../payment/payment-routes.ts';
import { registerSessionPage } from '../sessions/session-page.ts';
import { registerSessionRoutes } from '../sessions/session-routes.ts';
import { registerTaxRoutes } from '../tax/tax-routes.ts';

interface Parts extends ReturnType<typeof openPayments> {
  book: Book;
  webhooks: WebhookSender;
  baseUrl: () => string;
}

/** All of Stripe's API that the sandbox has, and the bank's page that buyers are sent to. */
export function registerStripeRoutes(app: FastifyInstance, parts: Parts): void {
  registerPaymentRoutes(app, parts);
  registerPaymentQueries(app, parts);
  registerCustomerRoutes(app, parts);
  registerMethodRoutes(app, parts);
  registerSetupRoutes(app, parts);
  registerBalanceRoutes(app, parts);
  registerChallengeRoutes(app, parts);
  registerSessionRoutes(app, parts);
  registerSessionPage(app, parts);
  registerTaxRoutes(app, parts.book);
}
