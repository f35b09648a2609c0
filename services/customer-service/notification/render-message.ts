import type { Settings } from '#platform/settings.ts';
import { LiquidEngines, type Template } from './liquid-engine.ts';
import {
  builtInLocales,
  templateDefinitions,
  type BuiltInLocale,
  type TemplateName,
} from './template-definitions.ts';
import { sampleData, sampleSecret } from './sample-data.ts';
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
  readonly data: Readonly<Record<string, unknown>>;
}

export interface Renderable extends Filling {
  readonly template: TemplateName;
  readonly override: TemplateOverride | null;
}

const sample: Filling = { channel: 'default', locale: 'en', data: sampleData };
const parsedMax = 500;
const smsCharactersMax = 1_000;
const subjectCharactersMax = 200;
/** Would put what people have typed into the page as markup. */
const unescaped = /\|\s*raw\b/;

/** Fills templates; each is parsed once and kept. */
export class Renderer {
  /** The language of those whose own language has no template. */
  readonly lastLocale: BuiltInLocale = builtInLocales[0];
  private readonly engines = new LiquidEngines();
  private readonly parsed = new Map<string, ParsedTemplate>();
  private readonly settings: Settings;

  constructor(settings: Settings) {
    this.settings = settings;
  }

  /** @throws when the template cannot be filled */
  render(message: Renderable, secrets: unknown): RenderedMessage {
    return this.fill(this.templateFor(message), message, secrets);
  }

  /** @throws when the template cannot be filled */
  fill(template: ParsedTemplate, filling: Filling, secret: unknown): RenderedMessage {
    const scope = this.scopeOf(filling, secret);
    const plain = (part: Template[]) => this.engines.render(part, 'plain', scope);
    const subject = plain(template.subject).replaceAll(/\s+/g, ' ').trim();
    return {
      subject: subject.slice(0, subjectCharactersMax),
      text: plain(template.text),
      html: this.engines.render(template.html, 'html', scope),
      sms: template.sms && plain(template.sms).trim().slice(0, smsCharactersMax),
    };
  }

  /** @throws with Liquid's message when a source is no template */
  parse(source: TemplateSource): ParsedTemplate {
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
        this.engines.render(parsed, kind, this.scopeOf(sample, sampleSecret));
      } catch (error) {
        return { part, reason: error instanceof Error ? error.message.slice(0, 300) : 'unknown' };
      }
    }
    return undefined;
  }

  /** What is ours comes last: data cannot pass for the shop or its address. */
  private scopeOf({ data, channel, locale }: Filling, secret: unknown): object {
    const { shop, publicUrl } = this.settings;
    return { ...data, secret, shop, shopUrl: publicUrl, channel, locale };
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
    const key = chosen
      ? `${template} ${channel} ${chosen.locale} ${chosen.version}`
      : `${template} ${builtIn}`;
    const known = this.parsed.get(key);
    if (known) return known;
    const parsed = this.parse(chosen ?? builtInTemplate(template, builtIn));
    if (this.parsed.size >= parsedMax) this.parsed.clear();
    this.parsed.set(key, parsed);
    return parsed;
  }
}
