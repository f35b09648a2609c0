import type { Plant } from './plant.ts';
import type { BusinessDone } from './planted-business.ts';

/** Staff's refund and answer without the rows that tell of them. */
const forgotten = ({ refunded }: BusinessDone) => ({
  order: `delete from "order".audit_entry where id = '${refunded.auditId}'`,
  customer: 'delete from support.audit_entry',
});

const accountId = '01900000-0000-7000-8000-0000000000a1';
const sessionIds = ['01900000-0000-7000-8000-0000000000a2', '01900000-0000-7000-8000-0000000000a3'];

const account = (since: string) => `
  insert into auth.account (account_id, kind, email, email_canonical, state, locale, channel, second_factor_since)
  values ('${accountId}', 'customer', 'planted@kontor.example', 'planted@kontor.example', 'active', 'en', 'default', ${since});`;
const factor = `
  insert into auth.factor (factor_id, account_id, kind, secret_sealed, expires_at, confirmed_at, last_used_step)
  values ('${accountId}', '${accountId}', 'totp', '', kontor_now(), kontor_now(), 1);`;
const session = (sessionId: string, shown: string) => `
  insert into auth.session (session_id, account_id, channel, risk_decision, expires_at, second_factor)
  values ('${sessionId}', '${accountId}', 'default', 'allow', kontor_now() + interval '1 day', ${shown});`;

const sealed = {
  violates: 'I15',
  says: 'every sealed audit entry',
  subject: ({ refunded }: BusinessDone) => `order ${refunded.auditId}`,
} as const;

export const ownerPlants: readonly Plant[] = [
  {
    violates: 'I15',
    says: 'every cart and checkout belongs',
    how: 'a cart is somebody else’s than its checkout',
    subject: ({ delivered }) => delivered.checkoutId,
    sql: ({ delivered }) => ({
      cart: `update cart.cart set owner_id = 'another' where id = '${delivered.cartId}'`,
    }),
  },
  {
    violates: 'I15',
    says: 'every cart and checkout belongs',
    how: 'a cart is nobody’s',
    subject: ({ delivered }) => delivered.cartId,
    sql: ({ delivered }) => ({
      cart: `update cart.cart set owner_id = '' where id = '${delivered.cartId}'`,
    }),
  },
  {
    violates: 'I15',
    says: 'every order belongs to whom',
    how: 'an order went to another than who bought it',
    subject: ({ delivered }) => delivered.number,
    sql: ({ delivered }) => ({
      order: `update "order".orders set owner_id = 'another', snapshot = jsonb_set(snapshot, '{owner,id}', '"another"')
        where id = '${delivered.orderId}'`,
    }),
  },
  {
    violates: 'I15',
    says: 'an order and what was frozen',
    how: 'an order was given to another',
    subject: ({ delivered }) => delivered.number,
    sql: ({ delivered }) => ({
      order: `update "order".orders set owner_id = 'another' where id = '${delivered.orderId}'`,
    }),
  },
  {
    violates: 'I15',
    says: 'what customer service knows',
    how: 'a customer’s history shows another’s order',
    subject: ({ refunded }) => refunded.number,
    sql: ({ refunded }) => ({
      customer: `update customer.customer_order set customer_id = uuidv7() where order_id = '${refunded.orderId}'`,
    }),
  },
  {
    violates: 'I15',
    says: 'every audit row names',
    how: 'an audit row has no trace',
    subject: ({ refunded }) => refunded.auditId,
    sql: ({ refunded }) => ({
      order: `update "order".audit_entry set trace_id = '' where id = '${refunded.auditId}'`,
    }),
  },
  {
    violates: 'I15',
    says: 'what staff told other services',
    how: 'staff told a customer something, unaudited',
    subject: ({ ticket }) => ticket.answerEventId,
    sql: forgotten,
  },
  {
    violates: 'I15',
    says: 'what staff did under a key',
    how: 'staff refunded under a key, unaudited',
    subject: ({ refunded }) => refunded.refundKey,
    sql: forgotten,
  },
  {
    violates: 'I15',
    says: 'every refund by staff',
    how: 'staff refunded, unaudited',
    subject: ({ refunded }) => refunded.refundId,
    sql: forgotten,
  },
  {
    violates: 'I15',
    says: 'every stock movement by staff',
    how: 'staff moved stock, unaudited',
    subject: ({ staffMovementId }) => staffMovementId,
    sql: ({ staffMovementId }) => ({
      inventory: `delete from inventory.audit_entry
        where trace_id = (select trace_id from inventory.movement where id = '${staffMovementId}')`,
    }),
  },
  {
    violates: 'I15',
    says: 'what staff wrote to',
    how: 'staff answered a customer, unaudited',
    subject: ({ ticket }) => ticket.answerId,
    sql: forgotten,
  },
  {
    violates: 'I15',
    says: 'no session goes on without',
    how: 'somebody is signed in with a password alone',
    subject: () => sessionIds[0]!,
    sql: () => ({
      auth:
        account('null') +
        factor +
        session(sessionIds[0]!, 'null') +
        `update auth.account set second_factor_since = kontor_now() where account_id = '${accountId}';`,
    }),
  },
  {
    violates: 'I15',
    says: 'no code of an app, no recovery code',
    how: 'a recovery code signed in twice',
    subject: () => accountId,
    sql: () => ({
      auth:
        account('kontor_now()') +
        factor +
        sessionIds.map((each) => session(each, `'recovery:00'`)).join(''),
    }),
  },
  {
    violates: 'I15',
    says: 'a passkey signed nobody in but its owner',
    how: 'somebody is signed in by the passkey of another',
    subject: () => sessionIds[0]!,
    sql: () => ({
      auth:
        account('null') +
        `insert into auth.account (account_id, kind, email, email_canonical, state, locale, channel)
          values ('${sessionIds[1]!}', 'customer', 'other@kontor.example', 'other@kontor.example', 'active', 'en', 'default');
        insert into auth.passkey (passkey_id, account_id, credential_id, public_key, rp_id, name, transports, aaguid, sign_count, backup_eligible, backed_up)
          values ('${accountId}', '${sessionIds[1]!}', '', '', 'shop.example', 'Planted', '{}', '${accountId}', 0, false, false);` +
        session(sessionIds[0]!, `'passkey:${accountId}:00'`),
    }),
  },
  {
    violates: 'I15',
    says: 'a customer is written to at the address',
    how: 'an account went to another address, and its customer did not hear of it',
    subject: () => accountId,
    sql: () => ({
      auth: account('null'),
      customer: `insert into customer.customer (id, channel, locale, email)
        values ('${accountId}', 'default', 'en', 'before@kontor.example')`,
    }),
  },
  {
    violates: 'I15',
    says: 'an account sees in order what guests do',
    how: 'an account that went to another address sees what is bought with the one of before',
    subject: () => accountId,
    sql: () => ({
      auth: account('null'),
      order: `insert into "order".confirmed_address (email, customer_id)
        values ('before@kontor.example', '${accountId}')`,
    }),
  },
  {
    violates: 'I15',
    says: 'an account sees in support what guests do',
    how: 'an account that went to another address sees what is written with the one of before',
    subject: () => accountId,
    sql: () => ({
      auth: account('null'),
      customer: `insert into support.confirmed_address (email, customer_id)
        values ('before@kontor.example', '${accountId}')`,
    }),
  },
  {
    violates: 'I15',
    says: 'no session outlives the address',
    how: 'somebody is signed in since before the address changed',
    subject: () => sessionIds[0]!,
    sql: () => ({
      auth:
        account('null') +
        session(sessionIds[0]!, 'null') +
        `insert into auth.email_change (change_id, account_id, token_hash, email_before, email, email_canonical, expires_at, confirmed_at)
          values ('${accountId}', '${accountId}', '', 'before@kontor.example', 'planted@kontor.example', 'planted@kontor.example', kontor_now() + interval '1 day', kontor_now() + interval '1 second');`,
    }),
  },
  {
    violates: 'I15',
    says: 'an account asks for a second factor while',
    how: 'an account with an app does not ask for it',
    subject: () => accountId,
    sql: () => ({ auth: account('null') + factor }),
  },
  {
    violates: 'I15',
    says: 'no member of the staff took their own',
    how: 'somebody freed their own account',
    subject: () => accountId,
    sql: () => ({
      auth: `
        insert into auth.audit_entry (id, actor_kind, actor_id, operation, subject, detail, trace_id)
        values ('${accountId}', 'staff', '${accountId}', 'removeStaffFactor', 'staff:${accountId}', '{}', md5('planted'))`,
    }),
  },
  {
    ...sealed,
    how: 'what was audited was written differently afterwards',
    sql: ({ refunded }) => ({
      order: `update "order".audit_entry set detail = '{"after": {"amountMinor": 1}}'
        where id = '${refunded.auditId}'`,
    }),
  },
  { ...sealed, how: 'what was audited and sealed was taken away', sql: forgotten },
  {
    ...sealed,
    how: 'what was audited was written differently, and its seal made anew',
    sql: ({ refunded }) => ({
      order: `update "order".audit_entry set operation = 'another' where id = '${refunded.auditId}';
        update "order".audit_seal s set digest = "order".audit_digest(e) from "order".audit_entry e
        where e.id = s.entry_id and e.id = '${refunded.auditId}'`,
    }),
  },
  {
    ...sealed,
    how: 'the seals before one are gone',
    sql: ({ refunded }) => ({
      order: `update "order".audit_seal set sequence = sequence + 1
        where sequence >= (select sequence from "order".audit_seal where entry_id = '${refunded.auditId}')`,
    }),
  },
  {
    violates: 'I15',
    says: 'no audit entry is left out',
    how: 'a row was put among those that were audited',
    subject: () => `order ${accountId}`,
    sql: () => ({
      order: `
        insert into "order".audit_entry (id, at, actor_kind, actor_id, operation, detail, trace_id)
        values ('${accountId}', kontor_now() - interval '2 hours', 'staff', '${accountId}', 'planted', '{}', md5('planted'))`,
    }),
  },
];
