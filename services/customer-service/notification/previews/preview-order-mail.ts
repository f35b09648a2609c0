import type { sentTemplate } from '#contracts/notification/index.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { fail, ok } from '#kernel/result.ts';
import type { z } from 'zod';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import { placeOf } from '../messages/mail-place.ts';
import { inChannelsOf } from '../messages/message-view.ts';
import type { MailPlace } from '../templates/mail-look.ts';
import type { Renderer } from '../templates/render-message.ts';
import { samples } from '../templates/sample-data.ts';
import { templateDefinitions } from '../templates/template-definitions.ts';
import { overrideOf, templateInvalid } from '../templates/templates.ts';
import type { TemplateOverride } from '../templates/template-store.ts';
import { variablesOf } from './template-variables.ts';

type Data = Readonly<Record<string, unknown>>;
type Name = z.output<typeof sentTemplate>;

interface Told {
  readonly template: string;
  readonly data: Data;
}

/**
 * Fills a draft, or the template in use, with what the shop told of an order: where it sent this kind
 * of mail, with just that, else with what another told of the order, over the sample. Links that open
 * something are hidden. Nothing is stored or sent.
 */
export function previewOrderMail(
  { database }: ServiceContext<'notification'>,
  renderer: Renderer,
): Handler<'notification', 'previewOrderMail'> {
  const toldOf = (orderNumber: string, name: Name, invocation: Invocation) =>
    database.first<Told>(
      sql`
        select template, data from message
        where data ->> 'orderNumber' = ${orderNumber} and channel = ${invocation.channel}
          and ${inChannelsOf(invocation.actor)}
        order by template = ${name} desc, created_at desc limit 1`,
      invocation,
    );
  return async ({ name, locale, draft, orderNumber }, invocation) => {
    const { channel } = invocation;
    const wrong = draft && renderer.faultOf(name, draft);
    if (wrong) return templateInvalid(wrong);
    const told =
      orderNumber === undefined ? undefined : await toldOf(orderNumber, name, invocation);
    if (orderNumber !== undefined && !told) {
      const why = `No mail about an order ${orderNumber} is kept in this channel.`;
      return fail('order_not_told', why);
    }
    const own =
      draft ??
      (await database.first<TemplateOverride>(overrideOf({ name, locale }, channel), invocation));
    const kept = await database.first<{ place: MailPlace | null }>(
      sql`select ${placeOf(sql`${channel}`)} as place`,
      invocation,
    );
    const data = filledWith(name, told);
    const where = { channel, locale, place: kept?.place ?? null, data };
    const filledFrom = told ? (told.template === name ? 'this_mail' : 'another_mail') : 'sample';
    return ok({
      ...renderer.previewOf(name, where, own),
      filledFrom,
      purpose: templateDefinitions[name].purpose,
      variables: variablesOf(data),
    });
  };
}

/** What this kind of mail has and no other told of the order is the sample's. */
function filledWith(name: Name, told: Told | undefined): Data {
  const sample = samples[name].complete;
  if (!told) return sample;
  if (told.template === name) return told.data;
  const own = Object.entries(told.data).filter(([key]) => key in sample);
  return { ...sample, ...Object.fromEntries(own) };
}
