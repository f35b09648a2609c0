import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { customer } from '#contracts/customer/index.ts';
import type { z } from 'zod';
import type { Settings } from '#platform/ground/settings.ts';
import type { Desk, Visit } from '../desk/desk.ts';
import { formOf } from '../order-page/form.ts';
import { html } from '../order-page/markup.ts';
import { askedLanguage, chosenLanguage, pathOf } from '../order-page/asked-language.ts';
import type { Page, ShopLine } from '../order-page/page.ts';
import type { PlainPages } from '../order-page/plain-pages.ts';
import type { Refusal } from '../replies/problem.ts';
import { askedBy } from '../serving/incoming-scope.ts';
import { unsubscribeWords } from './words.ts';

type Subscription = z.output<typeof customer.operations.getMailSubscription.output>;

export interface UnsubscribePageParts {
  readonly desk: Desk;
  readonly settings: Settings;
  readonly pages: PlainPages;
}

type WithToken = { Params: { token: string } };

/**
 * The page behind the link of a mail that is not about an order. Looking changes nothing, for mail
 * programs look too. What is posted stops the mails, be it by the page's button or by a mail program
 * with one click (RFC 8058), which sends neither cookie nor any word of ours; the other button sends
 * them again.
 */
export function serveUnsubscribePage(app: FastifyInstance, parts: UnsubscribePageParts): void {
  const page = new UnsubscribePage(parts);
  app.get<WithToken>('/u/:token', (request, reply) =>
    page.show(request, reply, (visit) =>
      visit.ask('getMailSubscription', { token: request.params.token }),
    ),
  );
  app.post<WithToken>('/u/:token', (request, reply) => {
    const { token } = request.params;
    const subscribed = formOf(request).get('subscribed') === 'yes';
    return page.show(request, reply, (visit) =>
      visit.ask('putMailSubscription', { token, subscribed }),
    );
  });
}

class UnsubscribePage {
  private readonly desk: Desk;
  private readonly settings: Settings;
  private readonly pages: PlainPages;

  constructor({ desk, settings, pages }: UnsubscribePageParts) {
    this.desk = desk;
    this.settings = settings;
    this.pages = pages;
  }

  async show(
    request: FastifyRequest,
    reply: FastifyReply,
    ask: (visit: Visit) => ReturnType<Visit['ask']>,
  ) {
    const asked = { ...askedBy(request), authorization: undefined, channel: undefined };
    const userAgent = request.headers['user-agent'];
    const entered = await this.desk.openPage({ ...asked, orderToken: undefined, userAgent });
    if (!entered.ok) return this.refuse(request, reply, entered.refused);
    const answered = await ask(entered.value);
    if (!answered.ok) return this.refuse(request, reply, answered.refused);
    const subscription = answered.value as Subscription;
    const { language, words } = unsubscribeWords(chosenLanguage(request) ?? subscription.locale);
    const { address, subscribed, keptBack = false } = subscription;
    const body = subscribed
      ? html`<h1>${words.title}</h1>
          <form method="post">
            <p>${words.getting} <strong dir="ltr">${address}</strong>.</p>
            <p class="soft">${words.orders}</p>
            <button class="main" name="subscribed" value="no" type="submit">${words.stop}</button>
          </form>`
      : html`<h1>${words.title}</h1>
          <form method="post">
            <p role="status">${words.stopped} <strong dir="ltr">${address}</strong>.</p>
            <p class="soft">${keptBack ? words.keptBack : words.orders}</p>
            ${keptBack ? null : html`<button name="subscribed" value="yes" type="submit">${words.again}</button>`}
          </form>`;
    return this.send(request, reply, 200, {
      language,
      title: words.title,
      body,
      shop: subscription.seller,
    });
  }

  private refuse(request: FastifyRequest, reply: FastifyReply, refused: Refusal) {
    const { language, words } = unsubscribeWords(askedLanguage(request));
    const { status, retryAfterSeconds } = refused;
    if (retryAfterSeconds !== undefined) reply.header('Retry-After', String(retryAfterSeconds));
    const isInvalid = refused.code === 'link_invalid' || status === 400 || status === 422;
    const title = isInvalid ? words.invalid : words.title;
    const text = isInvalid ? words.invalidWhat : words.later;
    const body = html`<h1>${title}</h1>
      <div class="tell" role="alert"><p>${text}</p></div>`;
    return this.send(request, reply, isInvalid ? 410 : status, { language, title, body });
  }

  private send(
    request: FastifyRequest,
    reply: FastifyReply,
    status: number,
    { shop = this.settings.shop, ...page }: Page & { shop?: ShopLine },
  ) {
    return this.pages.send(request, reply, { ...page, status, shop, address: pathOf(request) });
  }
}
