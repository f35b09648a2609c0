import { z } from 'zod';
import type Stripe from 'stripe';
import { unknown } from '../../exchange/exchange.ts';
import type { ExternalCall, Refused, Unknown } from '../../exchange/external-call.ts';
import { stripeId, type StripeClient, type StripeRefusal } from '../../stripe/stripe-client.ts';
import type {
  CommitTaxRequest,
  CommitTaxResult,
  ReverseTaxRequest,
  ReverseTaxResult,
} from '../port.ts';

const amount = z.number().int();
const part = {
  amount,
  amount_tax: amount,
  tax_behavior: z.enum(['inclusive', 'exclusive']),
};
const lineSchema = z.object({ ...part, id: z.string(), reference: z.string() });
const linesSchema = z.object({ has_more: z.boolean(), data: z.array(lineSchema) });
const transactionSchema = z.object({
  id: z.string(),
  object: z.literal('tax.transaction'),
  type: z.enum(['transaction', 'reversal']),
  reference: z.string(),
  line_items: linesSchema.nullish(),
  shipping_cost: z.object(part).nullish(),
});
type Transaction = z.infer<typeof transactionSchema>;

const transactions = '/v1/tax/transactions';

/** Reports a calculation as sold. */
export async function commitTax(
  client: StripeClient,
  { calculationId, reference, idempotencyKey }: CommitTaxRequest,
  call?: ExternalCall,
): Promise<CommitTaxResult> {
  const result = await client.send(
    {
      method: 'POST',
      path: `${transactions}/create_from_calculation`,
      parameters: {
        calculation: calculationId,
        reference,
        expand: ['line_items'],
      } satisfies Stripe.Tax.TransactionCreateFromCalculationParams,
      idempotencyKey,
    },
    call,
  );
  if (result.status === 'unknown') return result;
  if (result.status === 'refused') return refusalOf(result);
  const transaction = read(result.value, 'transaction', reference);
  if (transaction === undefined) return invalid('no transaction');
  const lines = await linesOf(client, transaction, call);
  if (!Array.isArray(lines)) return lines;
  const shipping = transaction.shipping_cost ?? null;
  return {
    status: 'committed',
    transactionId: transaction.id,
    lines: lines.map((line) => ({
      reference: line.reference,
      reportedLineId: line.id,
      ...partOf(line),
    })),
    shipping: shipping && partOf(shipping),
  };
}

/** Reports that parts of a transaction were given back. */
export async function reverseTax(
  client: StripeClient,
  { transactionId, reference, idempotencyKey, lines, shipping }: ReverseTaxRequest,
  call?: ExternalCall,
): Promise<ReverseTaxResult> {
  const result = await client.send(
    {
      method: 'POST',
      path: `${transactions}/create_reversal`,
      parameters: {
        mode: 'partial',
        original_transaction: transactionId,
        reference,
        ...(lines.length > 0 && {
          line_items: lines.map((line) => ({
            original_line_item: line.reportedLineId,
            reference: line.reference,
            amount: 0 - line.amountMinor,
            amount_tax: 0 - line.taxMinor,
            ...(line.quantity !== undefined && { quantity: line.quantity }),
          })),
        }),
        ...(shipping && {
          shipping_cost: { amount: 0 - shipping.amountMinor, amount_tax: 0 - shipping.taxMinor },
        }),
      } satisfies Stripe.Tax.TransactionCreateReversalParams,
      idempotencyKey,
    },
    call,
  );
  if (result.status === 'unknown') return result;
  if (result.status === 'refused') return refusalOf(result);
  const reversal = read(result.value, 'reversal', reference);
  return reversal ? { status: 'reversed', transactionId: reversal.id } : invalid('no reversal');
}

const invalid = (detail: string): Unknown => unknown('invalid_answer', 'maybe', detail);

function read(
  value: object,
  type: Transaction['type'],
  reference: string,
): Transaction | undefined {
  const { data } = transactionSchema.safeParse(value);
  return data?.type === type && data.reference === reference ? data : undefined;
}

/** A long transaction tells its first lines alone, and the rest by the page. */
async function linesOf(
  client: StripeClient,
  { id, line_items: first }: Transaction,
  call?: ExternalCall,
): Promise<z.infer<typeof lineSchema>[] | Unknown> {
  const lines = first?.data ?? [];
  for (let more = first?.has_more ?? true; more;) {
    const result = await client.send(
      {
        method: 'GET',
        path: `${transactions}/${stripeId(id)}/line_items`,
        parameters: { limit: 100, ...(lines.length > 0 && { starting_after: lines.at(-1)!.id }) },
      },
      call,
    );
    if (result.status === 'unknown') return result;
    const page = linesSchema.safeParse(result.status === 'answered' ? result.value : undefined);
    if (!page.success || (page.data.has_more && page.data.data.length === 0)) {
      return invalid('no lines of a transaction');
    }
    lines.push(...page.data.data);
    more = page.data.has_more;
  }
  return lines;
}

function partOf(taxed: z.infer<typeof lineSchema> | NonNullable<Transaction['shipping_cost']>) {
  const { amount: amountMinor, amount_tax: taxMinor, tax_behavior: taxBehavior } = taxed;
  return { amountMinor, taxMinor, taxBehavior };
}

/** Stripe names the parameter that it does not like; the rest of its refusal is words for people. */
function refusalOf({ code, parameter, detail }: StripeRefusal): Refused {
  // Of how it is written, and not of what it stands for.
  if (code.startsWith('parameter_')) return { status: 'refused', code, detail };
  const known: Readonly<Record<string, string>> = {
    reference: 'reference_used',
    calculation: code === 'resource_missing' ? 'calculation_expired' : 'calculation_used',
    line_items: code === 'resource_missing' ? code : 'more_than_left',
    shipping_cost: 'more_than_left',
  };
  return { status: 'refused', code: known[parameter ?? ''] ?? code, detail };
}
