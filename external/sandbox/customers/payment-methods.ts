import type { Book, Shelf } from '../book/book.ts';
import { isTestCard, wireCard } from '../payment/test-cards.ts';
import { newId, nowSeconds } from '../stripe/stripe-ids.ts';
import type { Customer } from './customer-wire.ts';

/** A means of payment that was stored; what it does when it is charged is its test card's. */
export interface PaymentMethod {
  id: string;
  card: string;
  customerId: string | null;
  /** Its bank agreed to payments without the person. */
  isSetUp: boolean;
  billing: { name: string | null; email: string | null; phone: string | null };
  metadata: Record<string, string>;
  createdSeconds: number;
  /** It was taken from its customer, and cannot be used again. */
  detached?: boolean;
}

const nobody = { name: null, email: null, phone: null };

/** Means of payment by id. A test card's own name is one that belongs to nobody yet. */
export class PaymentMethods {
  readonly shelf: Shelf<PaymentMethod>;
  private readonly customers: Shelf<Customer>;

  constructor(book: Book) {
    this.shelf = book.shelf<PaymentMethod>('payment_methods');
    this.customers = book.shelf<Customer>('customers');
  }

  hasCustomer(id: string): boolean {
    return this.customers.get(id)?.deleted === false;
  }

  find(id: string): PaymentMethod | undefined {
    if (isTestCard(id)) return unstored(id);
    const found = this.shelf.get(id);
    return found?.detached === true ? undefined : found;
  }

  create(card: string, more: Partial<PaymentMethod> = {}): PaymentMethod {
    const method = { ...unstored(card), ...more, id: newId('pm_') };
    this.shelf.insert(method, method.customerId);
    return method;
  }

  /** Belongs to the customer from now on, and is ready for payments without them. */
  keep(id: string, customerId: string): PaymentMethod {
    if (isTestCard(id)) return this.create(id, { customerId, isSetUp: true });
    const kept = { ...this.shelf.get(id)!, customerId, isSetUp: true };
    this.shelf.update(kept);
    return kept;
  }
}

function unstored(card: string): PaymentMethod {
  const createdSeconds = nowSeconds();
  return {
    id: card,
    card,
    customerId: null,
    isSetUp: false,
    billing: nobody,
    metadata: {},
    createdSeconds,
  };
}

export function wireMethod(method: PaymentMethod): object {
  const none = {
    city: null,
    country: null,
    line1: null,
    line2: null,
    postal_code: null,
    state: null,
  };
  return {
    id: method.id,
    object: 'payment_method',
    billing_details: { address: none, ...method.billing },
    card: wireCard(method.card),
    created: method.createdSeconds,
    customer: method.customerId,
    livemode: false,
    metadata: method.metadata,
    type: 'card',
  };
}
