import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Book } from '../book/book.ts';
import { answer, executeOnce, type StripeAnswer } from '../stripe/stripe-calls.ts';
import {
  asking,
  expands,
  formOf,
  metadataOf,
  missingObject,
  ok,
  refused,
  taking,
  type ById,
} from '../stripe/stripe-replies.ts';
import { text, wholeNumber, type Form } from '../wire/wire-form.ts';
import { commitTax, expandedAlone, linesOf, reverseTax } from './tax-requests.ts';
import {
  TaxTransactions,
  wireTransaction,
  wireTransactionLine,
  type Reversed,
  type TaxTransaction,
} from './tax-transactions.ts';
import type { StoredCalculation } from './tax-wire.ts';

/** The part of Stripe Tax that reports what was sold, and what was taken back of it. */
export function registerTransactionRoutes(app: FastifyInstance, book: Book): void {
  const transactions = new TaxTransactions(book);
  const reported = (result: TaxTransaction | StripeAnswer, form: Form): StripeAnswer =>
    'statusCode' in result ? result : ok(wireTransaction(result, expands(form, 'line_items')));
  const told = (form: Form) => ({
    reference: text(form, 'reference') ?? '',
    metadata: metadataOf(form),
  });

  app.post(
    '/v1/tax/transactions/create_from_calculation',
    taking('commit', commitTax, 'tax'),
    async (request, reply) => {
      const form = formOf(request);
      return executeOnce(book, request, reply, () =>
        reported(transactions.commit(text(form, 'calculation') ?? '', told(form)), form),
      );
    },
  );
  app.post(
    '/v1/tax/transactions/create_reversal',
    taking('reverse', reverseTax, 'tax'),
    async (request, reply) => {
      const form = formOf(request);
      return executeOnce(book, request, reply, () => {
        const reversed = readReversed(form);
        if (reversed !== 'full' && 'statusCode' in reversed) return reversed;
        const original = text(form, 'original_transaction') ?? '';
        return reported(transactions.reverse(original, told(form), reversed), form);
      });
    },
  );
  app.get<ById>(
    '/v1/tax/transactions/:id',
    asking('find_transaction', expandedAlone, 'tax'),
    async (request, reply) => {
      const found = transactions.shelf.get(request.params.id);
      const { id } = request.params;
      return answer(
        reply,
        found ? reported(found, formOf(request)) : missingObject('tax transaction', id),
      );
    },
  );
  app.get<ById>(
    '/v1/tax/transactions/:id/line_items',
    asking('find_transaction', linesOf, 'tax'),
    async (request, reply) => {
      const { id } = request.params;
      const found = transactions.shelf.get(id);
      if (found === undefined) return answer(reply, missingObject('tax transaction', id));
      const lines = found.lines.map((line) => wireTransactionLine(line, found.type));
      return answer(reply, pageOf(lines as { id: string }[], request));
    },
  );
  registerCalculationLines(app, book);
}

function registerCalculationLines(app: FastifyInstance, book: Book): void {
  app.get<ById>(
    '/v1/tax/calculations/:id/line_items',
    asking('find_calculation', linesOf, 'tax'),
    async (request, reply) => {
      const { id } = request.params;
      const found = book.shelf<StoredCalculation>('tax_calculations').get(id)?.calculation;
      if (found === undefined) return answer(reply, missingObject('tax calculation', id));
      return answer(reply, pageOf(found.line_items.data, request));
    },
  );
}

/** A page of the lines, in the order of the request. */
function pageOf(lines: readonly { id: string }[], request: FastifyRequest): StripeAnswer {
  const form = formOf(request);
  const limit = Math.min(100, wholeNumber(text(form, 'limit')) ?? 10);
  const from = lines.findIndex(({ id }) => id === text(form, 'starting_after')) + 1;
  const data = lines.slice(from, from + limit);
  const [url = ''] = request.url.split('?');
  return ok({ object: 'list', data, has_more: from + limit < lines.length, url });
}

function readReversed(form: Form): Reversed | 'full' | StripeAnswer {
  if (text(form, 'mode') === 'full') return 'full';
  const number = (part: Form, name: string): number => Number(text(part, name));
  const flat = text(form, 'flat_amount');
  const shipping = form['shipping_cost'] as Form | undefined;
  const items = (form['line_items'] ?? []) as Form[];
  if (flat === undefined && items.length === 0 && shipping === undefined) {
    const message = 'A partial reversal needs line_items, shipping_cost or flat_amount.';
    return refused(message, { code: 'parameter_missing', param: 'line_items' });
  }
  return {
    flatAmount: flat === undefined ? undefined : Number(flat),
    lines: items.map((item) => ({
      original: text(item, 'original_line_item') ?? '',
      reference: text(item, 'reference') ?? '',
      amount: number(item, 'amount'),
      amount_tax: number(item, 'amount_tax'),
      quantity: wholeNumber(text(item, 'quantity')) ?? 1,
    })),
    shipping: shipping && {
      amount: number(shipping, 'amount'),
      amount_tax: number(shipping, 'amount_tax'),
    },
  };
}
