import * as clock from '#kernel/clock.ts';
import { makeOrderLink } from '#platform/ground/order-links.ts';
import { z } from 'zod';
import type { ServiceContext } from '#platform/calls/service.ts';
import { timeZoneOf, type Settings } from '#platform/ground/settings.ts';
import { LiquidEngines, type Template } from './liquid-engine.ts';
import {
  builtInLocales,
  templateDefinitions,
  type BuiltInLocale,
  type TemplateName,
} from './template-definitions.ts';
import { sampleData, sampleSecret } from './sample-data.ts';
import { SecretLink } from './secret-link.ts';
import { builtInTemplate, type TemplateOverride, type TemplateSource } from './template-store.ts';

export interface RenderedMessage {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly sms: string | null;
}

interface ParsedTemplate {
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
  readonly data: Readonly<Record<string, unknown>>;
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

const sample: Filling = { channel: 'default', locale: 'en', data: sampleData };
const parsedMax = 500;
const smsCharactersMax = 1_000;
const subjectCharactersMax = 200;
/** What auth seals for the mail; what else it says is not for a template. */
const tokenOf = z.object({ token: z.string() });
/** Would put what people have typed into the page as markup. */
const unescaped = /\|\s*raw\b/;

/** Fills templates; each is parsed once and kept. */
export class Renderer {
  /** The language of those whose own language has no template. */
  readonly lastLocale: BuiltInLocale = builtInLocales[0];
  private readonly engines = new LiquidEngines();
  private readonly parsed = new Map<string, ParsedTemplate>();
  private readonly settings: Settings;
  private readonly log: ServiceContext<'notification'>['log'];

  constructor({ settings, log }: Pick<ServiceContext<'notification'>, 'settings' | 'log'>) {
    this.settings = settings;
    this.log = log;
  }

  /**
   * A shop's own template that puts its secret link elsewhere than it may, as one of an earlier
   * version could, gives way to the built-in one.
   * @throws when the template cannot be filled
   */
  render(message: Renderable, secrets: unknown): RenderedMessage {
    return this.fillSafely(message.template, this.templateFor(message), message, secrets);
  }

  /** As `render`, of a draft or the template in use, with sample data. */
  preview(name: TemplateName, place: Omit<Filling, 'data'>, own: TemplateSource | undefined) {
    const template = own ? this.parse(own) : this.builtIn(name, place.locale);
    return this.fillSafely(name, template, { ...place, data: sampleData }, sampleSecret);
  }

  private fillSafely(
    name: TemplateName,
    template: ParsedTemplate,
    filling: Filling,
    secrets: unknown,
  ): RenderedMessage {
    const filled = this.fill(name, template, filling, secrets);
    if ('placed' in filled) return filled.placed;
    const { channel, locale } = filling;
    const reported = { template: name, channel, locale, ...filled.misplaced };
    this.log.warn(
      reported,
      'the built-in template is used instead: the own one misplaces its link',
    );
    const builtIn = this.fill(name, this.builtIn(name, locale), filling, secrets);
    if ('misplaced' in builtIn) throw new Error(`${builtIn.misplaced.part} misplaces its link`);
    return builtIn.placed;
  }

  /** @throws when the template cannot be filled */
  private fill(
    name: TemplateName,
    template: ParsedTemplate,
    filling: Filling,
    secrets: unknown,
  ): ReturnType<SecretLink['place']> {
    const { secret } = templateDefinitions[name];
    if (!secret) return { placed: this.fillParts(template, this.scopeOf(filling, {})) };
    const token = tokenOf.parse(secrets ?? { token: '' }).token;
    const link = new SecretLink(`${this.settings.publicUrl}${secret.path}#token=`, token);
    return link.place(this.fillParts(template, this.scopeOf(filling, link.offered)));
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
    const { engines } = this;
    return {
      subject: engines.parse(source.subject, 'plain'),
      text: engines.parse(source.text, 'plain'),
      html: engines.parse(source.html, 'html'),
      sms: source.sms === null ? null : engines.parse(source.sms, 'plain'),
    };
  }

  /** Why a shop's own template cannot be taken: it must be parsed, and filled with sample data. */
  faultOf(
    name: TemplateName,
    source: TemplateSource,
  ): { part: string; reason: string } | undefined {
    if (source.sms !== null && !templateDefinitions[name].sms) {
      return { part: 'sms', reason: 'this message is not sent by SMS; give null' };
    }
    if (unescaped.test(source.html)) {
      return { part: 'html', reason: 'the filter raw is not allowed: every output is escaped' };
    }
    for (const part of ['subject', 'text', 'html', 'sms'] as const) {
      const kind = part === 'html' ? 'html' : 'plain';
      try {
        const parsed = this.engines.parse(source[part] ?? '', kind);
        this.engines.render(parsed, kind, this.scopeOf(sample, {}));
      } catch (error) {
        return { part, reason: error instanceof Error ? error.message.slice(0, 300) : 'unknown' };
      }
    }
    const filled = this.fill(name, this.parse(source), sample, sampleSecret);
    return 'misplaced' in filled ? filled.misplaced : undefined;
  }

  /** What is ours comes last: data cannot pass for the shop or its address. */
  private scopeOf({ data, channel, locale, ...place }: Filling, offered: object): Scope {
    const { shop, publicUrl } = this.settings;
    const timeZone = place.timeZone ?? timeZoneOf(this.settings);
    const orderLink = this.orderLinkOf(data);
    const orderId = typeof data['orderId'] === 'string' ? data['orderId'] : undefined;
    const ours = { shop, shopUrl: publicUrl, channel, locale, timeZone };
    return { ...data, orderId, orderLink, ...offered, ...ours };
  }

  /** Made anew for each mail: nothing that is kept of a message opens its order. */
  private orderLinkOf({ orderId }: Filling['data']): string {
    const { publicUrl, secrets } = this.settings;
    const id = z.uuid().safeParse(orderId);
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
  private templateFor({ template, channel, locale, override }: Renderable): ParsedTemplate {
    const builtIn = this.builtInLocaleOf(locale);
    const farther = override?.locale === this.lastLocale && builtIn !== this.lastLocale;
    const chosen = farther ? null : override;
    if (!chosen) return this.builtIn(template, locale);
    return this.stored(`${template} ${channel} ${chosen.locale} ${chosen.version}`, () => chosen);
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
