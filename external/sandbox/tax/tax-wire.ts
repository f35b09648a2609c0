import type { TransactionLine, TransactionShipping } from './tax-transactions.ts';

/** What of a calculation is read again when it is committed. */
export interface Calculation {
  readonly id: string;
  readonly amount_total: number;
  readonly currency: string;
  readonly expires_at: number;
  readonly tax_date: number;
  readonly customer_details: object;
  readonly line_items: { readonly data: readonly Omit<TransactionLine, 'original'>[] };
  readonly shipping_cost: TransactionShipping | null;
}

export interface StoredCalculation {
  id: string;
  total: number;
  currency: string;
  created: number;
  /** As it was answered; absent in books of an earlier version. */
  calculation?: Calculation;
}
