import { createHash } from 'node:crypto';
import { hiddenLink } from '#platform/ground/order-links.ts';
import { z } from 'zod';
import type { ServiceContext } from '#platform/calls/service.ts';
import type { Settings } from '#platform/ground/settings.ts';
import { addressOf, lookOf, sampleLogo, withConstants, type MailPlace } from './mail-look.ts';
import { daysOf, scopeOf, stoppingOf, type Filling, type Scope, type Words } from './mail-scope.ts';
import { digestOf, withoutLinks, type RenderedMessage } from './shown-message.ts';
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

export interface Renderable extends Filling {
  readonly template: TemplateName;
  readonly override: TemplateOverride | null;
}

const sampled = { channel: 'default', locale: 'en' };
const samplePlace: MailPlace = {
  version: 0,
  timeZone: null,
  defaultLocale: 'en',
  name: 'Kontor',
  domain: null,
  company: null,
  imprint: null,
  logo: sampleLogo,
  colours: { action: null, link: null, sale: null },
};
const parsedMax = 500;
const smsCharactersMax = 1_000;
const subjectCharactersMax = 200;
/** What auth seals for the mail; what else it says is not for a template. */
const tokenOf = z.object({ token: z.string() });

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
    where: Omit<Filling, 'data'>,
    own: TemplateSource | undefined,
  ): RenderedMessage {
    return this.previewed(name, { ...where, data: samples[name].complete }, own).rendered;
  }

  /** As `preview`, with what somebody was told: without the links that open something. */
  previewOf(
    name: TemplateName,
    filling: Filling,
    own: TemplateSource | undefined,
  ): RenderedMessage {
    return this.previewed(name, filling, own).shown;
  }

  private previewed(
    name: TemplateName,
    filling: Filling,
    own: TemplateSource | undefined,
  ): FilledMessage {
    const { place, locale } = filling;
    const parse = own && (() => this.parse(this.wordsOf(own, place, locale)));
    return this.fillSafely(name, parse, { filling, secrets: sampleSecret, version: 0 });
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
    const template = this.builtIn(name, filling);
    const builtIn = this.fill(name, template, filling, secrets);
    if ('misplaced' in builtIn) throw new Error(`${builtIn.misplaced.part} misplaces its link`);
    const reason = notice?.reason ?? null;
    return this.asSent(builtIn.placed, template, { filling, secrets, version: 0, notice: reason });
  }

  private asSent(
    rendered: RenderedMessage,
    of: HashedWords,
    {
      filling,
      secrets,
      version,
      notice,
    }: { filling: Filling; secrets: unknown } & Pick<FilledMessage, 'version' | 'notice'>,
  ): FilledMessage {
    const timeZone = daysOf(filling, this.settings);
    const token = tokenOf.safeParse(secrets).data?.token;
    const shown = withoutLinks(rendered, filling, token);
    return { rendered, version, notice, of, timeZone, shown, digest: digestOf(shown) };
  }

  /** Once more what was sent of these words, without the links that open something. */
  repeat(name: TemplateName, words: Words, filling: Filling): RenderedMessage {
    const hidden = {
      ...filling,
      orderLink: `${words.publicUrl}/o/${hiddenLink}`,
      unsubscribeLink: `${words.publicUrl}/u/${hiddenLink}`,
    };
    const filled = this.fill(name, this.parse(words), hidden, { token: hiddenLink });
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
    const { words } = template;
    if (!secret) {
      const scope = scopeOf(words, filling, this.settings, stoppingOf(name, words, filling));
      return { placed: this.fillParts(template, scope) };
    }
    const token = tokenOf.parse(secrets ?? { token: '' }).token;
    const link = secretLink(words, secret.path, filling.locale, token);
    const scope = scopeOf(words, filling, this.settings, link.offered);
    return link.place(this.fillParts(template, scope));
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

  /** What a template says in a channel. @param language that it is written in */
  private wordsOf(
    { subject, text, html, sms }: TemplateSource,
    place: MailPlace | null | undefined,
    language: string,
  ): Words {
    const { shop, publicUrl: usual, storefront } = this.settings;
    const publicUrl = addressOf(place, usual);
    const { defaultLocale } = place ?? {};
    return {
      source: { subject, text, html, sms },
      shop: place?.company ?? shop,
      publicUrl,
      ...(storefront === 'off' ? {} : { withdrawals: true as const }),
      ...(defaultLocale ? { defaultLocale } : {}),
      look: lookOf(place, { shop, publicUrl, language }),
    };
  }

  /** @throws with Liquid's message when a source is no template */
  private parse(words: Words): ParsedTemplate {
    const { engines } = this;
    const { source, shop, look } = words;
    const parse = (part: string, kind: 'html' | 'plain') =>
      engines.parse(look ? withConstants(part, kind, { shop, look }) : part, kind);
    return {
      words,
      hash: createHash('sha256').update(JSON.stringify(words)).digest('base64url'),
      subject: parse(source.subject, 'plain'),
      text: parse(source.text, 'plain'),
      html: parse(source.html, 'html'),
      sms: source.sms === null ? null : parse(source.sms, 'plain'),
    };
  }

  /** Why a shop's own template cannot be taken: it is filled with samples, and strictly. */
  faultOf(name: TemplateName, source: TemplateSource): TemplateFault | undefined {
    if (source.sms !== null && !templateDefinitions[name].sms) {
      return { part: 'sms', reason: 'this message is not sent by SMS; give null' };
    }
    const { secret } = templateDefinitions[name];
    const sample = samples[name];
    const scope = (data: unknown, place: MailPlace | null) => {
      const words = this.wordsOf(source, place, sampled.locale);
      const offered = secret
        ? secretLink(words, secret.path, sampled.locale, '').offered
        : stoppingOf(name, words, {});
      const filling = { ...sampled, data: data as Filling['data'] };
      return scopeOf(words, filling, this.settings, offered);
    };
    const fault = checkTemplate(this.engines, source, {
      complete: [scope(sample.complete, samplePlace), scope(flipped(sample.complete), samplePlace)],
      sparse: scope(sparse(sample), null),
    });
    if (fault) return fault;
    const filling = { ...sampled, data: sample.complete };
    const parsed = this.parse(this.wordsOf(source, samplePlace, sampled.locale));
    const filled = this.fill(name, parsed, filling, sampleSecret);
    return 'misplaced' in filled ? filled.misplaced : undefined;
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

  private parsedOwn({ template, ...filling }: Renderable, own: TemplateOverride): ParsedTemplate {
    const key = `${template} ${own.locale} ${own.version}`;
    return this.stored(key, filling, () => this.wordsOf(own, filling.place, own.locale));
  }

  private builtIn(name: TemplateName, filling: Filling): ParsedTemplate {
    const nearest = this.builtInLocaleOf(filling.locale);
    return this.stored(`${name} ${nearest}`, filling, () =>
      this.wordsOf(builtInTemplate(name, nearest), filling.place, nearest),
    );
  }

  private stored(key: string, { channel, place }: Filling, words: () => Words): ParsedTemplate {
    const inChannel = place ? `${key} ${channel} ${place.version}` : key;
    const known = this.parsed.get(inChannel);
    if (known) return known;
    const parsed = this.parse(words());
    if (this.parsed.size >= parsedMax) this.parsed.clear();
    this.parsed.set(inChannel, parsed);
    return parsed;
  }
}

/**
 * The storefront's pages work without scripts, to which a fragment is never told, and they are
 * found in the language of the mail; a front-end of the shop's own reads it as it always did.
 */
function secretLink(
  { publicUrl, withdrawals }: Words,
  path: string,
  locale: string,
  token: string,
): SecretLink {
  const place = `${publicUrl}${path}`;
  const before = `${place}#token=`;
  if (!withdrawals) return new SecretLink(before, token);
  return new SecretLink(`${place}/${locale.toLowerCase()}/`, token, before);
}
