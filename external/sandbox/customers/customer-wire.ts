import type { Form } from '../wire/wire-form.ts';

export interface Customer {
  id: string;
  email: string | null;
  name: string | null;
  phone: string | null;
  description: string | null;
  address: Form | null;
  shipping: Form | null;
  taxExempt: string;
  defaultMethod: string | null;
  metadata: Record<string, string>;
  createdSeconds: number;
  deleted: boolean;
}

const addressNames = ['city', 'country', 'line1', 'line2', 'postal_code', 'state'];

function wireAddress(told: Form | null): object | null {
  if (told === null) return null;
  return Object.fromEntries(addressNames.map((name) => [name, told[name] || null]));
}

export function wireCustomer(customer: Customer): object {
  const { id, shipping } = customer;
  if (customer.deleted) return { id, object: 'customer', deleted: true };
  const { address = null, name, phone = null } = shipping ?? {};
  return {
    id,
    object: 'customer',
    address: wireAddress(customer.address),
    balance: 0,
    created: customer.createdSeconds,
    currency: null,
    default_source: null,
    delinquent: false,
    description: customer.description,
    discount: null,
    email: customer.email,
    invoice_prefix: id.slice(-8).toUpperCase(),
    invoice_settings: {
      custom_fields: null,
      default_payment_method: customer.defaultMethod,
      footer: null,
      rendering_options: null,
    },
    livemode: false,
    metadata: customer.metadata,
    name: customer.name,
    next_invoice_sequence: 1,
    phone: customer.phone,
    preferred_locales: [],
    shipping: shipping && { address: wireAddress(address as Form), name, phone },
    tax_exempt: customer.taxExempt,
    test_clock: null,
  };
}
