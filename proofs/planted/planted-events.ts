import type { Plant } from './plant.ts';

const atTheJobs = 'cart_jobs';

export const eventPlants: readonly Plant[] = [
  {
    violates: 'I10',
    says: 'every event that its outbox',
    how: 'an event was called delivered and never was',
    subject: ({ delivered }) => delivered.placedBy,
    sql: ({ delivered }) => ({
      order: `delete from "order".inbox where event_id = '${delivered.placedBy}'`,
    }),
  },
  {
    violates: 'I10',
    says: 'an inbox took only what an outbox told',
    how: 'an event was deleted from its outbox before its time',
    subject: ({ delivered }) => delivered.placedBy,
    sql: ({ delivered }) => ({
      cart: `delete from checkout.outbox where id = '${delivered.placedBy}'`,
    }),
  },
  {
    violates: 'I10',
    says: 'every event that its outbox',
    how: 'an inbox forgot an event before its time',
    subject: ({ delivered }) => delivered.placedBy,
    sql: ({ delivered }) => ({
      cart: `update checkout.outbox set occurred_at = kontor_now() - interval '13 days'
        where id = '${delivered.placedBy}'`,
      order: `delete from "order".inbox where event_id = '${delivered.placedBy}'`,
    }),
  },
  {
    violates: 'I10',
    says: 'an event goes to whom',
    how: 'a service told what is not its own to tell',
    subject: ({ delivered }) => delivered.placedBy,
    sql: ({ delivered }) => ({
      cart: `update checkout.outbox set type = 'order.placed' where id = '${delivered.placedBy}'`,
    }),
  },
  {
    violates: 'I10',
    says: 'the versions of one thing',
    how: 'an earlier version was taken after a later one',
    subject: ({ delivered }) => delivered.parcelId,
    sql: ({ delivered }) => ({
      order: `insert into "order".inbox (event_id, type, aggregate_id, aggregate_version)
        values (uuidv7(), 'tracking.delivered', '${delivered.parcelId}', 0)`,
    }),
  },
  {
    violates: 'I10',
    says: 'one version of a thing',
    how: 'a version was told twice',
    subject: ({ delivered }) => delivered.checkoutId,
    sql: ({ delivered }) => ({
      cart: `alter table checkout.outbox drop constraint outbox_type_aggregate_id_aggregate_version_key;
        create temporary table likeness on commit drop as
          select * from checkout.outbox where id = '${delivered.placedBy}';
        update likeness set id = uuidv7();
        insert into checkout.outbox overriding system value select * from likeness`,
    }),
  },
  {
    violates: 'I10',
    says: 'every mail and SMS',
    how: 'a mail arrived twice',
    subject: ({ delivered }) => delivered.confirmationId,
    book: ({ delivered }) => ({
      mails: (rows) => [
        ...rows,
        ...rows.filter((row) => String(row['messageId']).startsWith(delivered.confirmationId)),
      ],
    }),
  },
  {
    violates: 'I10',
    says: 'every mail and SMS',
    how: 'an SMS arrived twice',
    subject: ({ smsId }) => smsId,
    book: ({ smsId }) => ({
      sms: (rows) => [...rows, ...rows.filter((row) => row['idempotencyKey'] === smsId)],
    }),
  },
  {
    violates: 'I10',
    says: 'every mail and SMS',
    how: 'a mail was called sent and never arrived',
    subject: ({ delivered }) => delivered.confirmationId,
    book: ({ delivered }) => ({
      mails: (rows) =>
        rows.filter((row) => !String(row['messageId']).startsWith(delivered.confirmationId)),
    }),
  },
  {
    violates: 'I10',
    says: 'every mail and SMS',
    how: 'an SMS arrived that we never sent',
    subject: () => 'stray',
    book: () => ({ sms: (rows) => [...rows, { ...rows[0], idempotencyKey: 'stray' }] }),
  },
  {
    violates: 'I10',
    says: 'who bought was told',
    how: 'a buyer was never told',
    subject: ({ delivered }) => delivered.number,
    sql: ({ delivered }) => ({
      customer: `delete from notification.message where id = '${delivered.confirmationId}'`,
    }),
  },
  {
    violates: 'I10',
    says: 'each message about an order',
    how: 'a confirmation was written in another language',
    subject: ({ delivered }) => delivered.confirmationId,
    sql: ({ delivered }) => ({
      customer: `update notification.message set locale = 'de' where id = '${delivered.confirmationId}'`,
    }),
  },
  {
    violates: 'I10',
    says: 'each message about a ticket',
    how: 'an answer was written in the language of who answered',
    subject: ({ ticket }) => ticket.answerEventId,
    sql: ({ ticket }) => ({
      customer: `update notification.message set locale = 'de' where id = '${ticket.answerEventId}'`,
    }),
  },
  {
    violates: 'I10',
    says: 'who waits for goods was told',
    how: 'the day of what somebody waits for was changed behind their back',
    subject: ({ onAccount }) => onAccount.number,
    sql: ({ onAccount }) => ({
      order: `insert into "order".order_line
          (order_id, line_id, ordered_quantity, expected_on, expected_on_change)
        select o.id, (line ->> 'lineId')::uuid, (line ->> 'quantity')::int, '2026-12-24', 1
        from "order".orders o cross join jsonb_array_elements(o.snapshot -> 'lines') line
        where o.id = '${onAccount.orderId}'
        on conflict (order_id, line_id) do update set expected_on_change = 1`,
    }),
  },
  {
    violates: 'I10',
    says: 'each confirmed withdrawal',
    how: 'a withdrawal was received and never acknowledged',
    subject: ({ withdrawal }) => withdrawal.withdrawalId,
    sql: ({ withdrawal }) => ({
      customer: `delete from notification.message where id = '${withdrawal.acknowledgementId}'`,
    }),
  },
  {
    violates: 'I10',
    says: 'each confirmed withdrawal',
    how: 'a withdrawal was acknowledged after hours',
    subject: ({ withdrawal }) => withdrawal.withdrawalId,
    sql: ({ withdrawal }) => ({
      order: `update "order".withdrawal set confirmed_at = confirmed_at - interval '2 hours' where id = '${withdrawal.withdrawalId}'`,
    }),
  },
  {
    violates: 'I10',
    says: 'each confirmed withdrawal',
    how: 'a withdrawal was acknowledged to another address',
    subject: ({ withdrawal }) => withdrawal.withdrawalId,
    sql: ({ withdrawal }) => ({
      customer: `update notification.message set email = 'another@kontor.example' where id = '${withdrawal.acknowledgementId}'`,
    }),
  },
  {
    violates: 'I10',
    says: 'each confirmed withdrawal',
    how: 'a withdrawal was acknowledged in another language',
    subject: ({ withdrawal }) => withdrawal.withdrawalId,
    sql: ({ withdrawal }) => ({
      customer: `update notification.message set locale = 'de' where id = '${withdrawal.acknowledgementId}'`,
    }),
  },
  {
    violates: 'I10',
    says: 'every webhook that we took',
    how: 'a webhook was answered and forgotten',
    subject: ({ webhookId }) => webhookId,
    sql: ({ webhookId }) => ({
      order: `delete from payment.webhook_inbox where event_id = '${webhookId}'`,
    }),
  },
  {
    violates: 'I14',
    says: 'no story is unfinished',
    how: 'a story was never finished',
    subject: ({ delivered }) => `order_process ${delivered.orderId}`,
    sql: ({ delivered }) => ({
      order: `update "order".story set state = 'open' where name = 'order_process' and id = '${delivered.orderId}'`,
    }),
  },
  {
    violates: 'I14',
    says: 'an order is held for review only as long as its payment is',
    how: 'an order is held for review, and its payment was captured long ago',
    subject: ({ delivered }) => delivered.number,
    sql: ({ delivered }) => ({
      order: `update "order".story set state = 'held', held_as = 'payment_in_review'
        where name = 'order_process' and id = '${delivered.orderId}';
        update payment.payment set moved_at = kontor_now() - interval '1 hour'
        where payment_id = '${delivered.paymentId}'`,
    }),
  },
  {
    violates: 'I14',
    says: 'no story is unfinished',
    how: 'a story is held and nobody knows why',
    subject: ({ delivered }) => `order_process ${delivered.orderId}`,
    sql: ({ delivered }) => ({
      order: `update "order".story set state = 'held', last_error = null
        where name = 'order_process' and id = '${delivered.orderId}'`,
    }),
  },
  {
    violates: 'I14',
    says: 'outboxes are empty',
    how: 'an event waits in its outbox',
    subject: ({ delivered }) => `checkout.completed ${delivered.placedBy}`,
    sql: ({ delivered }) => ({
      cart: `update checkout.outbox set pending = '{order}' where id = '${delivered.placedBy}'`,
    }),
  },
  {
    violates: 'I14',
    says: 'outboxes are empty',
    how: 'a broker took an event and its consumer never said that it has it',
    subject: ({ delivered }) => `checkout.completed ${delivered.placedBy}`,
    sql: ({ delivered }) => ({
      cart: `update checkout.outbox set unconfirmed = '{order}' where id = '${delivered.placedBy}'`,
    }),
  },
  ...(['', 'poison'] as const).map((reason): Plant => ({
    violates: 'I14',
    says: 'each dead letter has a reason',
    how: reason === '' ? 'a dead letter has no reason' : 'a dead letter cannot be sent again',
    subject: ({ delivered }) => delivered.placedBy,
    sql: ({ delivered }) => ({
      cart: `insert into checkout.outbox_failure values
            ('${delivered.placedBy}', 'order', 12, kontor_now(), '${reason}', kontor_now());
          update checkout.outbox set pending = '${reason === '' ? '{order}' : '{}'}' where id = '${delivered.placedBy}'`,
    }),
  })),
  ...(['null', 'kontor_now()'] as const).map((deadAt): Plant => ({
    violates: 'I14',
    says: 'no event that a broker brought',
    how: deadAt === 'null' ? 'an event is held' : 'a held event is dead without a reason',
    subject: ({ delivered }) => `checkout.completed ${delivered.placedBy}`,
    sql: ({ delivered }) => ({
      order: `insert into "order".inbox_held (event_id, type, aggregate_id, aggregate_version, event,
            next_attempt_at, last_error, dead_at)
          values ('${delivered.placedBy}', 'checkout.completed', '${delivered.checkoutId}', 1, '{}',
            kontor_now(), '', ${deadAt});
        delete from "order".inbox where event_id = '${delivered.placedBy}'`,
    }),
  })),
  ...(['failed', 'created'] as const).map((state): Plant => ({
    violates: 'I14',
    says: 'no job waits',
    how: `a job is ${state} and nobody says why`,
    subject: () => 'planted 00000000-0000-7000-8000-000000000004',
    sql: () => ({
      cart: `create table ${atTheJobs}.planted (like ${atTheJobs}.job including defaults);
          alter table ${atTheJobs}.job attach partition ${atTheJobs}.planted for values in ('planted');
          insert into ${atTheJobs}.job (id, name, state, created_on, start_after)
          values ('00000000-0000-7000-8000-000000000004', 'planted', '${state}', now() - interval '1 day', now() - interval '1 day')`,
    }),
  })),
  {
    violates: 'I14',
    says: 'an order that was confirmed is whole',
    how: 'the warehouse does not know of an order',
    subject: ({ onAccount }) => onAccount.number,
    sql: ({ onAccount }) => ({
      order: `delete from fulfillment.fulfillment_request where order_id = '${onAccount.orderId}'`,
    }),
  },
  {
    violates: 'I14',
    says: 'what waits for stock goes on',
    how: 'a part has all its units and still waits for them',
    subject: ({ onAccount }) => onAccount.fulfillmentId,
    sql: ({ onAccount }) => ({
      order: `update fulfillment.fulfillment
        set state = 'on_hold', hold_reason = 'awaiting_stock', held_from = 'open'
        where id = '${onAccount.fulfillmentId}'`,
    }),
  },
  {
    violates: 'I14',
    says: 'nothing is on the way',
    how: 'inventory was asked and never answered',
    subject: () => '00000000-0000-7000-8000-000000000005',
    sql: () => ({
      order: `insert into inventory_sync.entry (kind, id, state, input, actor)
        values ('count', '00000000-0000-7000-8000-000000000005', 'requested', '{}', '{}')`,
    }),
  },
];
