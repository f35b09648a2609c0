import { createHash } from 'node:crypto';
import * as clock from '#kernel/clock.ts';
import { hiddenLink, makeOrderLink, withoutOrderLinks } from '#platform/ground/order-links.ts';
import { z } from 'zod';
import type { ServiceContext } from '#platform/calls/service.ts';
import { timeZoneOf, type Settings, type ShopDetails } from '#platform/ground/settings.ts';
import { LiquidEngines, type Template } from './liquid-engine.ts';
import {
  builtInLocales,
  templateDefinitions,
  type BuiltInLocale,
  type TemplateName,
} from './template-definitions.ts';
import { checkTemplate, type TemplateFault } from './check-template.ts';
import { flipped, samples, sampleSecret, sparse } from './sample-data.ts';
import { SecretLink } from './secret-link.ts';
import { builtInTemplate, type TemplateOverride, type TemplateSource } from './template-store.ts';

export interface RenderedMessage {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly sms: string | null;
}

/** A message as it is sent, and of which words it was made. */
export interface FilledMessage {
  readonly rendered: RenderedMessage;
  /** Of the shop's own template; 0 for the built-in one. */
  readonly version: number;
  /** Why the shop's own template was not used. */
  readonly notice: string | null;
  readonly of: HashedWords;
  readonly timeZone: string;
  /** What is shown of it: links that open something are left out. */
  readonly shown: RenderedMessage;
  readonly digest: string;
}

/** The words of a message and what they say of the shop: with its data they say again what was sent. */
export interface Words {
  readonly source: TemplateSource;
  readonly shop: Settings['shop'];
  readonly publicUrl: string;
  /** Whether the shop has its page for withdrawing from a contract at that address. */
  readonly withdrawals?: true | undefined;
}

export interface HashedWords {
  readonly hash: string;
  readonly words: Words;
}

interface ParsedTemplate extends HashedWords {
  readonly subject: Template[];
  readonly text: Template[];
  readonly html: Template[];
  readonly sms: Template[] | null;
}

interface Filling {
  readonly channel: string;
  readonly locale: string;
  /** Whose days dates are; the shop's where the channel has none of its own. */
  readonly timeZone?: string | null;
  /** Who sells in the channel; the shop where the channel has no company of its own. */
  readonly company?: ShopDetails | null;
  readonly data: Readonly<Record<string, unknown>>;
  /** One that opens nothing, where it is shown what was sent. */
  readonly orderLink?: string;
  /** By which no more of these come, where the message is not transactional. */
  readonly unsubscribeLink?: string;
}

export interface Renderable extends Filling {
  readonly template: TemplateName;
  readonly override: TemplateOverride | null;
}

/** What a template is filled with, as far as it is the same for all of them. */
interface Scope {
  readonly orderId: string | undefined;
  /** Opens the order without an account. */
  readonly orderLink: string;
  readonly shopUrl: string;
  readonly [name: string]: unknown;
}

const sampled = { channel: 'default', locale: 'en' };
const parsedMax = 500;
const smsCharactersMax = 1_000;
const subjectCharactersMax = 200;
/** What auth seals for the mail; what else it says is not for a template. */
const tokenOf = z.object({ token: z.string() });
const uuid = z.uuid();

/** Whoever reads the log opens nothing by it. */
function withoutLinks(
  rendered: RenderedMessage,
  { data: { orderId }, unsubscribeLink = '' }: Filling,
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

/** What the words say of the shop they say of the channel's company, where it has one. */
function ofCompany({ hash, words }: HashedWords, company: ShopDetails | null): HashedWords {
  if (company === null) return { hash, words };
  const both = createHash('sha256').update(`${hash} ${JSON.stringify(company)}`);
  return { hash: both.digest('base64url'), words: { ...words, shop: company } };
}

/** Fills templates; each is parsed once and kept. */
export class Renderer {
  /** The language of those whose own language has no template. */
  readonly lastLocale: BuiltInLocale = builtInLocales[0];
  private readonly engines = new LiquidEngines();
  private readonly parsed = new Map<string, ParsedTemplate>();
  private readonly settings: Settings;
  private readonly log: ServiceContext<'notification'>['log'];
  private readonly hasWithdrawals: boolean;

  constructor(
    { settings, log }: Pick<ServiceContext<'notification'>, 'settings' | 'log'>,
    hasWithdrawals = settings.storefront !== 'off',
  ) {
    this.settings = settings;
    this.log = log;
    this.hasWithdrawals = hasWithdrawals;
  }

  /**
   * A shop's own template that cannot be filled, comes out empty or puts its secret link elsewhere
   * than it may, as one of an earlier version could, gives way to the built-in one: no message is
   * lost by its words.
   * @throws when the built-in one cannot be filled either
   */
  render(message: Renderable, secrets: unknown): FilledMessage {
    const own = this.ownOf(message);
    return this.fillSafely(message.template, own && (() => this.parsedOwn(message, own)), {
      filling: message,
      secrets,
      version: own?.version ?? 0,
    });
  }

  /** As `render`, of a draft or the template in use, with sample data. */
  preview(
    name: TemplateName,
    place: Omit<Filling, 'data'>,
    own: TemplateSource | undefined,
  ): RenderedMessage {
    const filling = { ...place, data: samples[name].complete };
    const parse = own && (() => this.parse(own));
    const { rendered } = this.fillSafely(name, parse, {
      filling,
      secrets: sampleSecret,
      version: 0,
    });
    return rendered;
  }

  private fillSafely(
    name: TemplateName,
    own: (() => ParsedTemplate) | null | undefined,
    { filling, secrets, version }: { filling: Filling; secrets: unknown; version: number },
  ): FilledMessage {
    const { channel, locale } = filling;
    const notice = own ? this.tryOwn(name, own, { filling, secrets }) : undefined;
    if (notice?.rendered) {
      return this.asSent(notice.rendered, notice.of, { filling, secrets, version, notice: null });
    }
    if (notice) {
      const reported = { template: name, channel, locale, reason: notice.reason };
      this.log.warn(reported, 'the built-in template is used instead of the own one');
    }
    const template = this.builtIn(name, locale);
    const builtIn = this.fill(name, template, filling, secrets);
    if ('misplaced' in builtIn) throw new Error(`${builtIn.misplaced.part} misplaces its link`);
    const reason = notice?.reason ?? null;
    return this.asSent(builtIn.placed, template, { filling, secrets, version: 0, notice: reason });
  }

  private asSent(
    rendered: RenderedMessage,
    words: HashedWords,
    {
      filling,
      secrets,
      version,
      notice,
    }: { filling: Filling; secrets: unknown } & Pick<FilledMessage, 'version' | 'notice'>,
  ): FilledMessage {
    const timeZone = filling.timeZone ?? timeZoneOf(this.settings);
    const token = tokenOf.safeParse(secrets).data?.token;
    const of = ofCompany(words, filling.company ?? null);
    const shown = withoutLinks(rendered, filling, token);
    return { rendered, version, notice, of, timeZone, shown, digest: digestOf(shown) };
  }

  /** Once more what was sent of these words, without the links that open something. */
  repeat(name: TemplateName, words: Words, filling: Filling): RenderedMessage {
    const settings = { ...this.settings, shop: words.shop, publicUrl: words.publicUrl };
    const renderer = new Renderer({ settings, log: this.log }, words.withdrawals ?? false);
    const hidden = {
      ...filling,
      orderLink: `${words.publicUrl}/o/${hiddenLink}`,
      unsubscribeLink: `${words.publicUrl}/u/${hiddenLink}`,
    };
    const filled = renderer.fill(name, renderer.parse(words.source), hidden, { token: hiddenLink });
    if ('misplaced' in filled) throw new Error(`${filled.misplaced.part} misplaces its link`);
    return filled.placed;
  }

  /** What the shop's own template comes to, or why it cannot be sent. */
  private tryOwn(
    name: TemplateName,
    parse: () => ParsedTemplate,
    { filling, secrets }: { filling: Filling; secrets: unknown },
  ): { rendered: RenderedMessage; of: HashedWords } | { rendered?: undefined; reason: string } {
    try {
      const template = parse();
      const filled = this.fill(name, template, filling, secrets);
      if ('misplaced' in filled) {
        return { reason: `${filled.misplaced.part}: ${filled.misplaced.reason}` };
      }
      const { subject, text } = filled.placed;
      const part = subject === '' ? 'subject' : text.trim() === '' ? 'text' : undefined;
      if (part) return { reason: `${part}: it is empty` };
      return { rendered: filled.placed, of: template };
    } catch (error) {
      return { reason: error instanceof Error ? error.message.slice(0, 300) : 'unknown' };
    }
  }

  /** @throws when the template cannot be filled */
  private fill(
    name: TemplateName,
    template: ParsedTemplate,
    filling: Filling,
    secrets: unknown,
  ): ReturnType<SecretLink['place']> {
    const { secret } = templateDefinitions[name];
    if (!secret) {
      const scope = this.scopeOf(filling, this.offeredTo(name, filling));
      return { placed: this.fillParts(template, scope) };
    }
    const token = tokenOf.parse(secrets ?? { token: '' }).token;
    const link = this.secretLink(secret.path, filling.locale, token);
    return link.place(this.fillParts(template, this.scopeOf(filling, link.offered)));
  }

  /**
   * The storefront's pages work without scripts, to which a fragment is never told, and they are
   * found in the language of the mail; a front-end of the shop's own reads it as it always did.
   */
  private secretLink(path: string, locale: string, token: string): SecretLink {
    const place = `${this.settings.publicUrl}${path}`;
    const before = `${place}#token=`;
    if (this.settings.storefront === 'off') return new SecretLink(before, token);
    return new SecretLink(`${place}/${locale.toLowerCase()}/`, token, before);
  }

  private fillParts(template: ParsedTemplate, scope: Scope): RenderedMessage {
    const plain = (part: Template[]) => leading(this.engines.render(part, 'plain', scope));
    const { orderLink, shopUrl, orderId } = scope;
    // Own templates of before put an address together that opens nothing without an account.
    const leading = (text: string) =>
      orderId === undefined ? text : text.replaceAll(`${shopUrl}/orders/${orderId}`, orderLink);
    const subject = plain(template.subject).replaceAll(/\s+/g, ' ').trim();
    return {
      subject: subject.slice(0, subjectCharactersMax),
      text: plain(template.text),
      html: leading(this.engines.render(template.html, 'html', scope)),
      sms: template.sms && plain(template.sms).trim().slice(0, smsCharactersMax),
    };
  }

  /** @throws with Liquid's message when a source is no template */
  private parse(source: TemplateSource): ParsedTemplate {
    const { engines, settings } = this;
    const { subject, text, html, sms } = source;
    const { shop, publicUrl } = settings;
    const words = {
      source: { subject, text, html, sms },
      shop,
      publicUrl,
      ...(this.hasWithdrawals ? { withdrawals: true as const } : {}),
    };
    return {
      words,
      hash: createHash('sha256').update(JSON.stringify(words)).digest('base64url'),
      subject: engines.parse(source.subject, 'plain'),
      text: engines.parse(source.text, 'plain'),
      html: engines.parse(source.html, 'html'),
      sms: source.sms === null ? null : engines.parse(source.sms, 'plain'),
    };
  }

  /** Why a shop's own template cannot be taken: it is filled with samples, and strictly. */
  faultOf(name: TemplateName, source: TemplateSource): TemplateFault | undefined {
    if (source.sms !== null && !templateDefinitions[name].sms) {
      return { part: 'sms', reason: 'this message is not sent by SMS; give null' };
    }
    const { secret } = templateDefinitions[name];
    const link = secret && this.secretLink(secret.path, sampled.locale, '');
    const sample = samples[name];
    const scope = (data: unknown) =>
      this.scopeOf(
        { ...sampled, data: data as Filling['data'] },
        link ? link.offered : this.offeredTo(name, {}),
      );
    const fault = checkTemplate(this.engines, source, {
      complete: [scope(sample.complete), scope(flipped(sample.complete))],
      sparse: scope(sparse(sample)),
    });
    if (fault) return fault;
    const filling = { ...sampled, data: sample.complete };
    const filled = this.fill(name, this.parse(source), filling, sampleSecret);
    return 'misplaced' in filled ? filled.misplaced : undefined;
  }

  /** By which a reader stops what is not transactional. */
  private offeredTo(name: TemplateName, { unsubscribeLink }: Pick<Filling, 'unsubscribeLink'>) {
    if (templateDefinitions[name].purpose === 'transactional') return {};
    return { unsubscribeLink: unsubscribeLink ?? `${this.settings.publicUrl}/u/${hiddenLink}` };
  }

  /** What is ours comes last: data cannot pass for the shop or its address. */
  private scopeOf({ data, channel, locale, ...place }: Filling, offered: object): Scope {
    const shop = place.company ?? this.settings.shop;
    const timeZone = place.timeZone ?? timeZoneOf(this.settings);
    const orderLink = place.orderLink ?? this.orderLinkOf(data);
    const orderId = typeof data['orderId'] === 'string' ? data['orderId'] : undefined;
    const ours = { shop, shopUrl: this.settings.publicUrl, channel, locale, timeZone };
    const withdrawalLink = this.withdrawalLinkOf(data, locale);
    return { ...data, orderId, orderLink, withdrawalLink, ...offered, ...ours };
  }

  /** Where a consumer withdraws (Directive 2011/83/EU, Art. 11a), with the order filled in. */
  private withdrawalLinkOf({ orderNumber }: Filling['data'], locale: string): string | undefined {
    if (!this.hasWithdrawals || typeof orderNumber !== 'string') return undefined;
    const page = `${this.settings.publicUrl}/${locale.toLowerCase()}/withdrawal-from-contract`;
    return `${page}?order=${encodeURIComponent(orderNumber)}`;
  }

  /** Made anew for each mail: nothing that is kept of a message opens its order. */
  private orderLinkOf({ orderId }: Filling['data']): string {
    const { publicUrl, secrets } = this.settings;
    const id = uuid.safeParse(orderId);
    return id.success
      ? `${publicUrl}/o/${makeOrderLink(secrets, 'link', id.data, clock.nowMs())}`
      : `${publicUrl}/o`;
  }

  /** The built-in language that is nearest to a locale. */
  builtInLocaleOf(locale: string): BuiltInLocale {
    const language = locale.split('-', 1)[0];
    return builtInLocales.find((one) => one === language) ?? this.lastLocale;
  }

  /** The shop's own template, unless it is in the last language and a built-in one is nearer. */
  private ownOf({ locale, override }: Renderable): TemplateOverride | null {
    const builtIn = this.builtInLocaleOf(locale);
    const farther = override?.locale === this.lastLocale && builtIn !== this.lastLocale;
    return farther ? null : override;
  }

  private parsedOwn({ template, channel }: Renderable, own: TemplateOverride): ParsedTemplate {
    return this.stored(`${template} ${channel} ${own.locale} ${own.version}`, () => own);
  }

  private builtIn(name: TemplateName, locale: string): ParsedTemplate {
    const nearest = this.builtInLocaleOf(locale);
    return this.stored(`${name} ${nearest}`, () => builtInTemplate(name, nearest));
  }

  private stored(key: string, source: () => TemplateSource): ParsedTemplate {
    const known = this.parsed.get(key);
    if (known) return known;
    const parsed = this.parse(source());
    if (this.parsed.size >= parsedMax) this.parsed.clear();
    this.parsed.set(key, parsed);
    return parsed;
  }
}
