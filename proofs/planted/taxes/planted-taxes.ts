import type { Plant, Sound } from '../plant.ts';

type Done = Parameters<Plant['subject']>[0];

const certificateId = '00000000-0000-7000-8000-00000000000c';

/** The customer's order, which was sold to Germany, as by this certificate. */
function soldUntaxed({ refunded }: Done): string {
  const applied = {
    exemptionId: certificateId,
    reason: 'resale',
    certificateNumber: 'EX-1',
    issuedBy: 'Finanzamt Hamburg-Mitte',
  };
  return `update "order".orders
    set snapshot = jsonb_set(snapshot, '{taxExemption}', '${JSON.stringify(applied)}')
    where id = '${refunded.orderId}'`;
}

/** That certificate, but for what is not as it should be. */
function kept({ refunded }: Done, change: Readonly<Record<string, string>>): string {
  const row = {
    id: `'${certificateId}'`,
    customer_id: `(select customer_id from customer.customer_order where order_id = '${refunded.orderId}')`,
    reason: `'resale'`,
    certificate_number: `'EX-1'`,
    issued_by: `'Finanzamt Hamburg-Mitte'`,
    places: `'{DE}'`,
    valid_from: `'2020-01-01'`,
    recorded_by: `'staff'`,
    recorded_at: `kontor_now() - interval '1 day'`,
    ...change,
  };
  return `insert into customer.tax_exemption (${Object.keys(row).join(', ')})
    values (${Object.values(row).join(', ')})`;
}

function exemption(how: string, change: Readonly<Record<string, string>>): Plant {
  return {
    violates: 'I12',
    says: 'what was sold without tax by an exemption',
    how,
    subject: ({ refunded }) => refunded.number,
    sql: (done) => ({ order: soldUntaxed(done), customer: kept(done, change) }),
  };
}

const longAgo = `(kontor_now() - interval '4 days')`;

/** The rate of what was sold, since then. */
function removed(at: string): string {
  return `insert into tax.archived_tax_rate (id, country_code, region_code, tax_class, name, rate_ppm, components, archived_at)
      select id, country_code, region_code, tax_class, name, rate_ppm, components, ${at}
      from tax.tax_rate where country_code = 'DE' and tax_class = 'standard';
    delete from tax.tax_rate where country_code = 'DE' and tax_class = 'standard'`;
}

/** What looks like it, and is as it should be. */
export const soundTaxes: readonly Sound[] = [
  {
    how: 'a certificate counts to this day, and was ended right after',
    sql: (done) => ({
      order: soldUntaxed(done),
      customer: kept(done, {
        valid_from: 'kontor_now()::date',
        valid_until: 'kontor_now()::date',
        ended_at: 'kontor_now()',
      }),
    }),
  },
  {
    how: 'the rate of what was sold has been removed since',
    sql: () => ({ cart: removed('kontor_now()') }),
  },
];

/** What was sold without a tax that it should have borne, or with one that nobody set. */
export const taxPlants: readonly Plant[] = [
  exemption('a certificate of somebody else was taken', { customer_id: 'uuidv7()' }),
  exemption('a certificate was taken where it does not count', { places: `'{FR,US-NY}'` }),
  exemption('a certificate was taken after its last day', { valid_until: `${longAgo}::date` }),
  exemption('a certificate was taken before its first day', {
    valid_from: `(kontor_now() + interval '4 days')::date`,
  }),
  exemption('a certificate was taken that staff had ended', { ended_at: longAgo }),
  exemption('a certificate was taken before anybody recorded it', {
    recorded_at: `kontor_now() + interval '1 minute'`,
  }),
  exemption('the number of another certificate was printed', { certificate_number: `'EX-2'` }),
  {
    violates: 'I12',
    says: 'what was sold without tax by an exemption',
    how: 'a certificate was taken that nobody recorded',
    subject: ({ refunded }) => refunded.number,
    sql: (done) => ({ order: soldUntaxed(done) }),
  },
  {
    violates: 'I12',
    says: 'what was sold without tax by an exemption',
    how: 'a delivery is exempt, and nothing says by what',
    subject: ({ onAccount }) => onAccount.number,
    sql: ({ onAccount }) => ({
      order: `update "order".orders
        set snapshot = jsonb_set(snapshot, '{totals,shippingTaxCategory}', '"exempt"')
        where id = '${onAccount.orderId}'`,
    }),
  },
  {
    violates: 'I12',
    says: 'nothing that the shop’s table taxed',
    how: 'a line was taxed whose class has no rate there',
    subject: ({ onAccount }) => onAccount.number,
    sql: ({ onAccount }) => ({
      order: `update "order".orders set snapshot = jsonb_set(snapshot, '{lines,0,taxClass}', '"medicine"')
        where id = '${onAccount.orderId}'`,
    }),
  },
  {
    violates: 'I12',
    says: 'nothing that the shop’s table taxed',
    how: 'a line was sold at a rate that had been removed long before',
    subject: ({ onAccount }) => onAccount.number,
    sql: () => ({
      cart: removed(`kontor_now() - interval '3 days'`),
    }),
  },
];
