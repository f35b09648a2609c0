import { Balance } from '../balance/balance.ts';
import { fillBalance } from '../balance/fill-balance.ts';
import { MovedMoney } from '../balance/moved-money.ts';
import type { Book } from '../book/book.ts';
import type { WebhookSender } from '../book/webhooks.ts';
import { PaymentMethods } from '../customers/payment-methods.ts';
import { SetupIntents } from '../customers/setup-intents.ts';
import { Sessions } from '../sessions/sessions.ts';
import { Intents } from './intents.ts';
import { Payments } from './payments.ts';
import { StripeEvents } from './stripe-events.ts';

/** A card processor over a book: payments, and the shop's account that they fill. */
export function openPayments(book: Book, webhooks: WebhookSender, baseUrl: () => string) {
  const events = new StripeEvents(webhooks);
  const balance = new Balance(book, events);
  const money = new MovedMoney(balance);
  const payments = new Payments(book, events, money, baseUrl);
  const methods = new PaymentMethods(book);
  const setups = new SetupIntents(book, methods);
  const intents = new Intents({ book, events, money, methods, baseUrl });
  const sessions = new Sessions({ book, events, payments, intents, baseUrl });
  book.write(() => fillBalance(balance, money, payments));
  return { events, balance, money, payments, intents, sessions, methods, setups };
}
