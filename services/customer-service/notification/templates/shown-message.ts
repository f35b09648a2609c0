import { createHash } from 'node:crypto';
import { z } from 'zod';
import { hiddenLink, withoutOrderLinks } from '#platform/ground/order-links.ts';

export interface RenderedMessage {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly sms: string | null;
}

const uuid = z.uuid();

/** Whoever reads the log opens nothing by it. @param token of a secret link */
export function withoutLinks(
  rendered: RenderedMessage,
  {
    data: { orderId },
    unsubscribeLink = '',
  }: { data: Readonly<Record<string, unknown>>; unsubscribeLink?: string },
  token: string | undefined,
): RenderedMessage {
  const unsubscribing = unsubscribeLink.slice(unsubscribeLink.lastIndexOf('/') + 1);
  const order = uuid.safeParse(orderId).data;
  const hide = (text: string) => {
    const rest = order ? withoutOrderLinks(text, order) : text;
    const less = unsubscribing === '' ? rest : rest.replaceAll(unsubscribing, hiddenLink);
    return token ? less.replaceAll(encodeURIComponent(token), hiddenLink) : less;
  };
  const { subject, text, html, sms } = rendered;
  return { subject: hide(subject), text: hide(text), html: hide(html), sms: sms && hide(sms) };
}

export function digestOf({ subject, text, html, sms }: RenderedMessage): string {
  return createHash('sha256')
    .update(JSON.stringify([subject, text, html, sms]))
    .digest('base64url');
}
