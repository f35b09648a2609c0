import type { Book, Shelf } from '../book/book.ts';
import type { StripeAnswer } from '../stripe/stripe-calls.ts';
import { newId, nowSeconds } from '../stripe/stripe-ids.ts';
import { refused } from '../stripe/stripe-replies.ts';
import type { Calculation, StoredCalculation } from './tax-wire.ts';

export interface TransactionLine {
  id: string;
  reference: string;
  amount: number;
  amount_tax: number;
  quantity: number;
  tax_behavior: string;
  tax_code: string;
  /** Of a reversal: the line that it takes back. */
  original: string | null;
}

export type TransactionShipping = Pick<
  TransactionLine,
  'amount' | 'amount_tax' | 'tax_behavior' | 'tax_code'
>;

/** What was reported to the authorities, or taken back of it. */
export interface TaxTransaction {
  id: string;
  reference: string;
  type: 'transaction' | 'reversal';
  calculationId: string;
  /** Of a reversal. */
  originalId: string | null;
  currency: string;
  lines: TransactionLine[];
  shipping: TransactionShipping | null;
  customerDetails: object;
  metadata: Record<string, string>;
  createdSeconds: number;
  taxSeconds: number;
}

/** What of a transaction is taken back; all amounts are below zero. */
export interface Reversed {
  flatAmount: number | undefined;
  lines: {
    original: string;
    reference: string;
    amount: number;
    amount_tax: number;
    quantity: number;
  }[];
  shipping: { amount: number; amount_tax: number } | undefined;
}

type Told = Pick<TaxTransaction, 'reference' | 'metadata'>;
type Sum = Pick<TransactionLine, 'amount' | 'amount_tax'>;

const used = 'There is already a tax transaction with this reference.';

/** The tax that was reported. Every method runs inside a transaction of the book. */
export class TaxTransactions {
  readonly shelf: Shelf<TaxTransaction>;
  private readonly calculations: Shelf<StoredCalculation>;

  constructor(book: Book) {
    this.shelf = book.shelf<TaxTransaction>('tax_transactions');
    this.calculations = book.shelf<StoredCalculation>('tax_calculations');
  }

  commit(calculationId: string, told: Told): TaxTransaction | StripeAnswer {
    const stored = this.calculations.get(calculationId);
    const calculation = stored?.calculation;
    if (stored === undefined || calculation === undefined || expired(calculation)) {
      const message = `No such tax calculation: '${calculationId}'`;
      return refused(message, { code: 'resource_missing', param: 'calculation' });
    }
    if (this.isUsed(told.reference)) return refused(used, { param: 'reference' });
    const before = this.shelf.newest(100_000).map(({ value }) => value);
    if (before.some((one) => one.calculationId === calculationId && one.originalId === null)) {
      const message = 'This tax calculation was used for a transaction already.';
      return refused(message, { param: 'calculation' });
    }
    const { shipping_cost: shipping } = calculation;
    return this.insert({
      ...told,
      type: 'transaction',
      calculationId,
      originalId: null,
      currency: calculation.currency,
      lines: calculation.line_items.data.map((line) => ({
        ...line,
        id: newId('tax_li_'),
        original: null,
      })),
      shipping,
      customerDetails: calculation.customer_details,
      taxSeconds: calculation.tax_date,
    });
  }

  reverse(
    originalId: string,
    told: Told,
    reversed: Reversed | 'full',
  ): TaxTransaction | StripeAnswer {
    const original = this.shelf.get(originalId);
    if (original === undefined || original.originalId !== null) {
      const message = `No such tax transaction: '${originalId}'`;
      return refused(message, { code: 'resource_missing', param: 'original_transaction' });
    }
    if (this.isUsed(told.reference)) return refused(used, { param: 'reference' });
    const parts = reversed === 'full' ? this.whole(original) : this.parts(original, reversed);
    if ('statusCode' in parts) return parts;
    const { currency, customerDetails, calculationId } = original;
    const taxSeconds = nowSeconds();
    const known = {
      type: 'reversal',
      originalId,
      currency,
      customerDetails,
      calculationId,
    } as const;
    return this.insert({ ...told, ...known, ...parts, taxSeconds });
  }

  private isUsed(reference: string): boolean {
    return this.shelf.byReference(reference).length > 0;
  }

  private insert(told: Omit<TaxTransaction, 'id' | 'createdSeconds'>): TaxTransaction {
    const transaction = { ...told, id: newId('tax_'), createdSeconds: nowSeconds() };
    this.shelf.insert(transaction, transaction.reference);
    return transaction;
  }

  /** What is left of a line, or of the delivery, after all that was taken back of it. */
  private leftOf(original: TaxTransaction, lineId: string | null): Sum {
    const reversals = this.shelf
      .newest(100_000)
      .map(({ value }) => value)
      .filter(({ originalId }) => originalId === original.id);
    const of = (one: TaxTransaction): Sum[] => {
      if (lineId === null) return one.shipping === null ? [] : [one.shipping];
      return one.lines.filter((line) => (line.original ?? line.id) === lineId);
    };
    const all = [original, ...reversals].flatMap(of);
    const sum = (name: keyof Sum): number => all.reduce((total, one) => total + one[name], 0);
    return { amount: sum('amount'), amount_tax: sum('amount_tax') };
  }

  private whole(
    original: TaxTransaction,
  ): Pick<TaxTransaction, 'lines' | 'shipping'> | StripeAnswer {
    const untouched = original.lines.every(
      (line) => this.leftOf(original, line.id).amount === line.amount,
    );
    if (!untouched || this.leftOf(original, null).amount !== (original.shipping?.amount ?? 0)) {
      return refused('This transaction was reversed already, in whole or in part.', {
        param: 'original_transaction',
      });
    }
    const negative = <T extends Sum>(one: T): T => ({
      ...one,
      amount: 0 - one.amount,
      amount_tax: 0 - one.amount_tax,
    });
    return {
      lines: original.lines.map((line) => ({
        ...negative(line),
        id: newId('tax_li_'),
        original: line.id,
      })),
      shipping: original.shipping && negative(original.shipping),
    };
  }

  private parts(
    original: TaxTransaction,
    reversed: Reversed,
  ): Pick<TaxTransaction, 'lines' | 'shipping'> | StripeAnswer {
    const asked =
      reversed.flatAmount === undefined ? reversed : this.spread(original, reversed.flatAmount);
    const lines: TransactionLine[] = [];
    for (const { original: lineId, ...part } of asked.lines) {
      const line = original.lines.find(({ id }) => id === lineId);
      if (line === undefined) {
        const message = `No such tax transaction line item: '${lineId}'`;
        return refused(message, { code: 'resource_missing', param: 'line_items' });
      }
      if (!fits(this.leftOf(original, lineId), part)) return tooMuch('line_items');
      const { tax_behavior, tax_code } = line;
      lines.push({ ...part, tax_behavior, tax_code, id: newId('tax_li_'), original: lineId });
    }
    if (asked.shipping === undefined) return { lines, shipping: null };
    const { shipping } = original;
    if (shipping === null || !fits(this.leftOf(original, null), asked.shipping)) {
      return tooMuch('shipping_cost');
    }
    return { lines, shipping: { ...shipping, ...asked.shipping } };
  }

  /** An amount with its taxes, over all that is left by its share; the last takes the rest. */
  private spread(original: TaxTransaction, flatAmount: number): Reversed {
    const places = [...original.lines.map(({ id }) => id), ...(original.shipping ? [null] : [])];
    const left = places.map((id) => ({ id, ...this.leftOf(original, id) }));
    const gross = ({ id, amount, amount_tax: tax }: (typeof left)[number]): number => {
      const line = original.lines.find((one) => one.id === id) ?? original.shipping;
      return line?.tax_behavior === 'inclusive' ? amount : amount + tax;
    };
    const total = left.reduce((sum, one) => sum + gross(one), 0);
    let rest = flatAmount;
    const shares = left.map((one, at) => {
      const share = at === left.length - 1 ? rest : Math.round((flatAmount * gross(one)) / total);
      rest -= share;
      const tax = Math.round((share * one.amount_tax) / Math.max(1, gross(one)));
      const net = gross(one) === one.amount ? share : share - tax;
      return { id: one.id, amount: net, amount_tax: tax };
    });
    const delivery = shares.find(({ id }) => id === null);
    return {
      flatAmount: undefined,
      lines: shares.flatMap(({ id, ...sum }) => {
        const line = original.lines.find((one) => one.id === id);
        if (line === undefined || sum.amount === 0) return [];
        return [{ original: line.id, reference: line.reference, quantity: 1, ...sum }];
      }),
      shipping: delivery && { amount: delivery.amount, amount_tax: delivery.amount_tax },
    };
  }
}

function expired(calculation: Calculation): boolean {
  return calculation.expires_at < nowSeconds();
}

/** A part is taken back, never given, and no more than is left. */
function fits(left: Sum, part: Sum): boolean {
  const within = (taken: number, rest: number): boolean => taken <= 0 && 0 - taken <= rest;
  return within(part.amount, left.amount) && within(part.amount_tax, left.amount_tax);
}

function tooMuch(param: string): StripeAnswer {
  return refused('The reversed amounts are above zero, or more than what is left.', { param });
}

export function wireTransaction(transaction: TaxTransaction, withLines: boolean): object {
  const { id, originalId } = transaction;
  return {
    id,
    object: 'tax.transaction',
    created: transaction.createdSeconds,
    currency: transaction.currency,
    customer: null,
    customer_details: transaction.customerDetails,
    ...(withLines
      ? {
          line_items: {
            object: 'list',
            data: transaction.lines.map((line) => wireTransactionLine(line, transaction.type)),
            has_more: false,
            url: `/v1/tax/transactions/${id}/line_items`,
          },
        }
      : {}),
    livemode: false,
    metadata: transaction.metadata,
    reference: transaction.reference,
    reversal: originalId === null ? null : { original_transaction: originalId },
    shipping_cost: transaction.shipping && {
      amount: transaction.shipping.amount,
      amount_tax: transaction.shipping.amount_tax,
      tax_behavior: transaction.shipping.tax_behavior,
      tax_code: transaction.shipping.tax_code,
    },
    tax_date: transaction.taxSeconds,
    type: transaction.type,
  };
}

export function wireTransactionLine(line: TransactionLine, type: string): object {
  return {
    id: line.id,
    object: 'tax.transaction_line_item',
    amount: line.amount,
    amount_tax: line.amount_tax,
    livemode: false,
    metadata: {},
    product: null,
    quantity: line.quantity,
    reference: line.reference,
    reversal: line.original === null ? null : { original_line_item: line.original },
    tax_behavior: line.tax_behavior,
    tax_code: line.tax_code,
    type,
  };
}
