import * as clock from '#kernel/clock.ts';
import { z } from 'zod';
import { hiddenLink, makeOrderLink } from '#platform/ground/order-links.ts';
import { timeZoneOf, type Settings } from '#platform/ground/settings.ts';
import type { MailLook, MailPlace } from './mail-look.ts';
import { templateDefinitions, type TemplateName } from './template-definitions.ts';
import type { TemplateSource } from './template-store.ts';

/** The words of a message and what they say of the shop: with its data they say again what was sent. */
export interface Words {
  readonly source: TemplateSource;
  readonly shop: Settings['shop'];
  /** Where the pages of the channel are. */
  readonly publicUrl: string;
  /** Whether the shop has its pages at that address, the one for withdrawing from a contract among them. */
  readonly withdrawals?: true | undefined;
  /** Whose pages stand there without a language in their path. */
  readonly defaultLocale?: string | undefined;
  readonly look?: MailLook | undefined;
}

/** What a message is filled with, besides its words. */
export interface Filling {
  readonly channel: string;
  readonly locale: string;
  readonly place?: MailPlace | null;
  /** Whose days were told, where it is shown what was sent. */
  readonly timeZone?: string | null;
  readonly data: Readonly<Record<string, unknown>>;
  /** One that opens nothing, where it is shown what was sent. */
  readonly orderLink?: string;
  /** By which no more of these come, where the message is not transactional. */
  readonly unsubscribeLink?: string;
}

/** What a template is filled with, as far as it is the same for all of them. */
export interface Scope {
  readonly orderId: string | undefined;
  /** Opens the order without an account. */
  readonly orderLink: string;
  readonly shopUrl: string;
  readonly [name: string]: unknown;
}

const uuid = z.uuid();

/** Whose days the message tells. */
export function daysOf({ timeZone, place }: Filling, settings: Settings): string {
  return timeZone ?? place?.timeZone ?? timeZoneOf(settings);
}

/** What is ours comes last: data cannot pass for the shop or its address. */
export function scopeOf(
  words: Words,
  filling: Filling,
  settings: Settings,
  offered: object,
): Scope {
  const { data, channel, locale } = filling;
  const orderLink = filling.orderLink ?? orderLinkOf(words.publicUrl, settings, data);
  const orderId = typeof data['orderId'] === 'string' ? data['orderId'] : undefined;
  const ours = {
    shop: words.shop,
    shopUrl: words.publicUrl,
    pagesUrl: pagesOf(words, locale),
    look: words.look,
    channel,
    locale,
    timeZone: daysOf(filling, settings),
  };
  const withdrawalLink = withdrawalLinkOf(words, data, locale);
  return { ...data, orderId, orderLink, withdrawalLink, ...offered, ...ours };
}

/** By which a reader stops what is not transactional. */
export function stoppingOf(
  name: TemplateName,
  { publicUrl }: Words,
  { unsubscribeLink }: Pick<Filling, 'unsubscribeLink'>,
): object {
  if (templateDefinitions[name].purpose === 'transactional') return {};
  return { unsubscribeLink: unsubscribeLink ?? `${publicUrl}/u/${hiddenLink}` };
}

/** Where the pages are in the language of the mail, without a slash at the end. */
function pagesOf({ publicUrl, withdrawals, defaultLocale }: Words, locale: string): string {
  if (!withdrawals || locale === defaultLocale) return publicUrl;
  return `${publicUrl}/${locale.toLowerCase()}`;
}

/** Where a consumer withdraws (Directive 2011/83/EU, Art. 11a), with the order filled in. */
function withdrawalLinkOf(
  { publicUrl, withdrawals }: Words,
  { orderNumber }: Filling['data'],
  locale: string,
): string | undefined {
  if (!withdrawals || typeof orderNumber !== 'string') return undefined;
  const page = `${publicUrl}/${locale.toLowerCase()}/withdrawal-from-contract`;
  return `${page}?order=${encodeURIComponent(orderNumber)}`;
}

/** Made anew for each mail: nothing that is kept of a message opens its order. */
function orderLinkOf(
  publicUrl: string,
  { secrets }: Settings,
  { orderId }: Filling['data'],
): string {
  const id = uuid.safeParse(orderId);
  return id.success
    ? `${publicUrl}/o/${makeOrderLink(secrets, 'link', id.data, clock.nowMs())}`
    : `${publicUrl}/o`;
}
