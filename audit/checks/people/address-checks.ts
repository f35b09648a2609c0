import { sqlCheck, type Broken, type Check } from '../../world/check.ts';

/** I15 isolation: an account and its customer are one person, at one address. */
export const addressChecks: readonly Check[] = [
  {
    invariant: 'I15',
    says: 'a customer is written to at the address that their account signs in with',
    run: async (world) => {
      const broken: Broken[] = [];
      let checked = 0;
      const known = world.batches<{ id: string; email: string }>(
        'customer',
        'select id::text, email from customer.customer',
      );
      for await (const batch of known) {
        checked += batch.length;
        const others = await world.query<Broken>(
          'auth',
          `select k.id as subject, 'their account has another address' as message
           from jsonb_to_recordset($1::jsonb) k (id text, email text)
           join auth.account a on a.account_id = k.id::uuid
           where a.email <> k.email and not exists (
             select from auth.email_change c where c.account_id = a.account_id
               and c.confirmed_at > kontor_now() - $2 * interval '1 second')`,
          [JSON.stringify(batch), world.graceSeconds],
        );
        broken.push(...others);
      }
      return { checked, broken };
    },
  },
  ...(['order', 'support'] as const).map((service) => knownAddresses(service)),
  sqlCheck({
    invariant: 'I15',
    says: 'no session outlives the address that it was begun with',
    database: 'auth',
    counted: 'auth.email_change where confirmed_at is not null',
    broken: `select s.session_id::text, format('goes on since before %s, when its account went to another address', c.confirmed_at)
      from auth.email_change c join auth.session s using (account_id)
      where s.created_at < c.confirmed_at and s.ended_at is null`,
  }),
];

/** By an address that an account had before it sees nothing that came after: only its own is open to it. */
function knownAddresses(service: 'order' | 'support'): Check {
  const [database, schema] =
    service === 'order' ? (['order', '"order"'] as const) : (['customer', 'support'] as const);
  return {
    invariant: 'I15',
    says: `an account sees in ${service} what guests do with its address, and with no other`,
    run: async (world) => {
      const broken: Broken[] = [];
      let checked = 0;
      // The domain as DNS knows it; the form in letters stands beside it.
      const known = world.batches<{ id: string; email: string }>(
        database,
        `select customer_id::text as id, email from ${schema}.confirmed_address
         where given_up_at is null and split_part(email, '@', -1) !~ '[^ -~]'`,
      );
      for await (const batch of known) {
        checked += batch.length;
        const others = await world.query<Broken>(
          'auth',
          `select k.id as subject, format('sees what guests do with %s, which is not its address', k.email) as message
           from jsonb_to_recordset($1::jsonb) k (id text, email text)
           join auth.account a on a.account_id = k.id::uuid
           where a.email_canonical <> k.email and not exists (
             select from auth.email_change c where c.account_id = a.account_id
               and c.confirmed_at > kontor_now() - $2 * interval '1 second')`,
          [JSON.stringify(batch), world.graceSeconds],
        );
        broken.push(...others);
      }
      return { checked, broken };
    },
  };
}
