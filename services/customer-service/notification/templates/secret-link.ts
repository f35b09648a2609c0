import { randomBytes } from 'node:crypto';
import { tagsOf, type HtmlTag } from './html-tags.ts';
import type { RenderedMessage } from './shown-message.ts';

/** Where a template has put its secret link, or something by which it could be read out. */
export interface Misplaced {
  readonly part: 'subject' | 'text' | 'html';
  readonly reason: string;
}

/**
 * The link of a mail that opens an account. Templates never see it: they are filled with a
 * placeholder, whatever they do with that says nothing, and the link takes its place where it stands
 * once, alone, as a link to follow.
 */
export class SecretLink {
  private readonly placeholder = `link${randomBytes(16).toString('hex')}`;
  /** In templates of before, which put the link together themselves. */
  private readonly tokenPlaceholder = `token${randomBytes(16).toString('hex')}`;
  private readonly url: string;
  private readonly token: string;
  private readonly writtenAs: readonly string[];

  /**
   * @param url where the link leads, up to its token
   * @param urlBefore what templates of before put together, where links led elsewhere then
   */
  constructor(url: string, token: string, urlBefore = url) {
    this.url = url;
    this.token = token;
    this.writtenAs = [url, urlBefore];
  }

  /** What a template is offered. */
  get offered(): { readonly link: string; readonly secret: { readonly token: string } } {
    return { link: this.placeholder, secret: { token: this.tokenPlaceholder } };
  }

  /** Puts the link in its place, unless the template has put it elsewhere. */
  place(filled: RenderedMessage): { placed: RenderedMessage } | { misplaced: Misplaced } {
    const [subject, text, html] = [filled.subject, filled.text, filled.html].map((part) =>
      this.writtenAs.reduce(
        (text, url) => text.replaceAll(url + this.tokenPlaceholder, this.placeholder),
        part,
      ),
    ) as [string, string, string];
    const misplaced = this.faultOf(subject, text, html);
    if (misplaced) return { misplaced };
    const link = this.url + encodeURIComponent(this.token);
    const escaped = link.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
    return {
      placed: {
        ...filled,
        subject,
        text: text.replace(this.placeholder, () => link),
        html: html.replace(this.placeholder, () => escaped),
      },
    };
  }

  private faultOf(subject: string, text: string, html: string): Misplaced | undefined {
    const once = 'must hold {{ link }} once';
    if (this.isIn(subject)) return { part: 'subject', reason: 'must not hold the link' };
    const lines = new RegExp(`(?:^|\\s)${this.placeholder}(?:\\s|$)`);
    if (this.countIn(text) !== 1) return { part: 'text', reason: once };
    if (!lines.test(text)) return { part: 'text', reason: `${once}, between blanks` };
    if (this.countIn(html) !== 1) return { part: 'html', reason: once };
    const tags = tagsOf(html);
    if (tags === undefined) return { part: 'html', reason: 'must not end within a tag' };
    const unsafe = tags.map(dangerOf).find((danger) => danger !== undefined);
    if (unsafe !== undefined) return { part: 'html', reason: `must not hold ${unsafe}` };
    if (tags.some((tag) => this.isFollowedBy(tag))) return undefined;
    return { part: 'html', reason: `${once}, as the whole href of a link: <a href="{{ link }}">` };
  }

  private isFollowedBy({ name, attributes }: HtmlTag): boolean {
    const hrefs = attributes.filter((attribute) => attribute.name === 'href');
    return name === 'a' && hrefs.length === 1 && hrefs[0]!.value === this.placeholder;
  }

  private countIn(part: string): number {
    return part.split(this.placeholder).length - 1 + (part.includes(this.tokenPlaceholder) ? 1 : 0);
  }

  private isIn(part: string): boolean {
    return this.countIn(part) > 0;
  }
}

const dangerousElements = new Set(
  (
    'base form script iframe frame frameset object embed applet link svg math template ' +
    'plaintext xmp noembed noframes portal'
  ).split(' '),
);
/** A style could load an address that depends on what a link begins with. */
const loadingStyle = /\\|@import|(?:url|src|image|image-set|cross-fade|expression)\s*\(/i;

/** By what else the page could tell somebody where its link leads. */
function dangerOf({ name, attributes, rawText }: HtmlTag): string | undefined {
  if (dangerousElements.has(name)) return `the element ${name}`;
  if (rawText !== null && loadingStyle.test(rawText)) return 'a style that loads something';
  for (const { name: attribute, value } of attributes) {
    if (attribute === 'ping' || attribute.startsWith('on')) return `the attribute ${attribute}`;
    if (attribute === 'style' && loadingStyle.test(value ?? '')) {
      return 'a style that loads something';
    }
    if (name === 'meta' && attribute === 'http-equiv' && /refresh/i.test(value ?? '')) {
      return 'a refresh';
    }
  }
  return undefined;
}
