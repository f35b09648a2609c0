import { ok } from '#kernel/result.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import type { MailPlace } from '../templates/mail-look.ts';
import { placeOf } from '../messages/mail-place.ts';
import { mailCarrierOf, senderOf } from '../messages/send-parts.ts';

/** As the next mail of the channel would be sent, and whether who takes it has sent any before. */
export function getMailSender({
  database,
  external,
  settings,
}: ServiceContext<'notification'>): Handler<'notification', 'getMailSender'> {
  return async (_input, invocation) => {
    const { channel } = invocation;
    const row = await database.first<{ place: MailPlace | null; hasSent: boolean }>(
      sql`
        select ${placeOf(sql`${channel}`)} as place,
          exists (select from message
                  where channel = ${channel} and email_carrier = ${mailCarrierOf(external)})
          or exists (select from test_mail
                     where channel = ${channel} and email_carrier = ${mailCarrierOf(external)})
            as has_sent`,
      invocation,
    );
    const { provider, sandbox } = external.email.newAt;
    const { place, hasSent } = row!;
    return ok({ channel, ...senderOf(settings, place), provider, sandbox, hasSent });
  };
}
