import type { z } from 'zod';
import type { consentEntry } from '#contracts/customer/shapes.ts';
import { wholeList } from '#contracts/shapes.ts';
import { hasPermission } from '#kernel/actor.ts';
import { newId } from '#kernel/ids.ts';
import { ok } from '#kernel/result.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import {
  askedBy,
  customerNotFound,
  lockProfile,
  emitContact,
  touchProfile,
} from './customer-store.ts';

type Context = ServiceContext<'customer'>;
const entriesShown = 500;

export function listConsents({ database }: Context): Handler<'customer', 'listConsents'> {
  return async ({ customerId }, invocation) => {
    const row = await database.first<{ entries: z.output<typeof consentEntry>[] }>(
      sql`
        select (select coalesce(jsonb_agg(jsonb_build_object('purpose', e.purpose,
            'granted', e.granted, 'source', e.source, 'textVersion', e.text_version,
            'actorKind', e.actor_kind, 'at', e.at)), '[]'::jsonb) from (
          select purpose, granted, source, text_version, actor_kind,
            to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at
          from consent_entry where customer_id = customer.id
          order by sequence desc limit ${entriesShown}) e) as entries
        from customer where ${askedBy(invocation.actor, customerId, 'customers:read')}`,
      invocation,
    );
    return row ? ok(wholeList(row.entries)) : customerNotFound();
  };
}

/** Writes down who said yes or no to which words, when and where. Entries are never changed. */
export function recordConsent({ database }: Context): Handler<'customer', 'recordConsent'> {
  return (input, invocation) =>
    database.transaction('recordConsent', invocation, async (tx) => {
      const before = await lockProfile(tx, input.customerId);
      if (!before) return customerNotFound();
      const { actor } = invocation;
      const { customerId } = before;
      const { purpose, granted, textVersion } = input;
      const source = hasPermission(actor, 'customers:write')
        ? (input.source ?? 'staff')
        : 'account';
      const added = await tx.change(sql`
        insert into consent_entry (id, customer_id, purpose, granted, source, text_version,
                                   actor_kind, actor_id)
        select ${newId()}, ${customerId}, ${purpose}, ${granted}, ${source}, ${textVersion},
               ${actor.kind}, ${actor.id}
        where not exists (
          select from (
            select granted, text_version from consent_entry
            where customer_id = ${customerId} and purpose = ${purpose}
            order by sequence desc limit 1) newest
          where newest.granted = ${granted} and newest.text_version = ${textVersion})`);
      if (added === 0) return ok(before);
      const after = await touchProfile(tx, before);
      emitContact(tx, after);
      tx.audit({ subject: `customer:${customerId}`, after: { purpose, granted, source } });
      return ok(after);
    });
}
