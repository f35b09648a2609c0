import { newId } from '#kernel/ids.ts';
import { ok } from '#kernel/result.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import type { MailPlace } from '../templates/mail-look.ts';
import { placeOf } from '../messages/mail-place.ts';
import { mailCarrierOf, senderOf } from '../messages/send-parts.ts';

const written = {
  en: {
    subject: (shop: string) => `Test mail of ${shop}`,
    body: 'Mails of the shop reach you. Confirmations, invoices and answers go the same way.',
  },
  de: {
    subject: (shop: string) => `Testmail von ${shop}`,
    body: 'Mails des Shops kommen bei Ihnen an. Bestätigungen, Rechnungen und Antworten gehen denselben Weg.',
  },
} as const;

/**
 * As the channel's mails go, but at once and once: whoever waits in front of it is told what who
 * carries it said. Nothing is kept of it but that this way works.
 */
export function sendTestMail({
  database,
  external,
  settings,
}: ServiceContext<'notification'>): Handler<'notification', 'sendTestMail'> {
  return async ({ email }, invocation) => {
    const { channel, locale, traceparent } = invocation;
    const row = await database.first<{ place: MailPlace | null }>(
      sql`select ${placeOf(sql`${channel}`)} as place`,
      invocation,
    );
    const from = senderOf(settings, row!.place);
    const messageId = newId();
    await database.first(
      sql`
        insert into test_mail_try (message_id, channel) values (${messageId}, ${channel})
        returning message_id`,
      invocation,
    );
    const { subject, body } = written[locale.startsWith('de') ? 'de' : 'en'];
    const answer = await external.email.chosen.send(
      {
        messageId,
        from,
        to: email,
        subject: subject(from.name),
        html: `<p>${body}</p>`,
        text: `${body}\n`,
        headers: { 'Auto-Submitted': 'auto-generated' },
      },
      { traceparent },
    );
    const { provider, sandbox } = external.email.newAt;
    if (answer.status === 'sent') {
      const carrier = mailCarrierOf(external);
      await database.transaction('sendTestMail', invocation, async (tx) => {
        await tx.query(sql`
          insert into test_mail (channel, email_carrier) values (${channel}, ${carrier})
          on conflict (channel, email_carrier) do update set sent_at = kontor_now()`);
        tx.audit({ subject: `mail_sender:${channel}`, after: { provider, sandbox } });
        return ok({});
      });
      return ok({ outcome: 'sent' as const, detail: null, provider, sandbox });
    }
    const [outcome, said] =
      answer.status === 'rejected'
        ? (['refused', answer.code] as const)
        : (['unclear', answer.reason] as const);
    const detail = [said, answer.detail].filter(Boolean).join(': ').slice(0, 300);
    return ok({ outcome, detail, provider, sandbox });
  };
}
