import sanitizeHtml from 'sanitize-html';
import { maskedInMarkup } from '#kernel/card-number.ts';
import { plainMarkup } from './plain-markup.ts';

const blockTags = new Set(
  ['p', 'div', 'br', 'li', 'ul', 'ol', 'tr', 'table', 'blockquote', 'pre', 'hr', 'dt', 'dd'].concat(
    ['h2', 'h3', 'h4', 'h5', 'h6', 'figure', 'figcaption', 'caption'],
  ),
);

function linkOf(tagName: string, attribs: sanitizeHtml.Attributes): sanitizeHtml.Tag {
  return { tagName, attribs: { ...attribs, rel: 'noopener nofollow' } };
}

function imageOf(tagName: string, attribs: sanitizeHtml.Attributes): sanitizeHtml.Tag {
  return { tagName, attribs: { ...attribs, loading: 'lazy' } };
}

const options: sanitizeHtml.IOptions = {
  allowedTags: [
    'p',
    'br',
    'hr',
    'div',
    'span',
    'h2',
    'h3',
    'h4',
    'h5',
    'h6',
    'blockquote',
    'pre',
    'code',
    'ul',
    'ol',
    'li',
    'dl',
    'dt',
    'dd',
    'strong',
    'b',
    'em',
    'i',
    'u',
    's',
    'small',
    'sub',
    'sup',
    'mark',
    'abbr',
    'q',
    'cite',
    'a',
    'img',
    'figure',
    'figcaption',
    'table',
    'caption',
    'thead',
    'tbody',
    'tfoot',
    'tr',
    'th',
    'td',
  ],
  allowedAttributes: {
    a: ['href', 'title', 'rel'],
    abbr: ['title'],
    img: ['src', 'alt', 'title', 'width', 'height', 'loading'],
    ol: ['start'],
    td: ['colspan', 'rowspan'],
    th: ['colspan', 'rowspan', 'scope'],
  },
  allowedSchemes: ['http', 'https', 'mailto', 'tel'],
  allowedSchemesByTag: { img: ['http', 'https'] },
  allowedSchemesAppliedToAttributes: ['href', 'src', 'cite'],
  allowProtocolRelative: false,
  nestingLimit: 40,
  transformTags: {
    // The page has its own h1: the product's title.
    h1: 'h2',
    a: linkOf,
    img: imageOf,
  },
  exclusiveFilter: (frame) => frame.tag === 'img' && !frame.attribs['src'],
};

/** Everything is written anew as above, and nothing taken away. */
const keepAll: sanitizeHtml.IOptions = {
  allowedTags: false,
  allowedAttributes: false,
  allowVulnerableTags: true,
  allowedSchemesAppliedToAttributes: [],
  parseStyleAttributes: false,
  transformTags: { a: linkOf, img: imageOf },
};

/**
 * A description that is safe to show to shoppers and staff: no scripts, styles, frames, forms,
 * event handlers or `javascript:` addresses. The text is for search and previews, one line a block.
 */
export function sanitiseDescription(html: string): { html: string; text: string } {
  const safe = safeDescription(html);
  return { html: safe, text: /[<&]/.test(html) ? textOfSafe(safe) : collapse(html.trim()) };
}

/** The same without its text, for whoever makes that of what becomes of it. */
export function safeDescription(html: string): string {
  if (!/[<&]/.test(html)) return escapeText(html.trim());
  return plainMarkup(html) ?? sanitizeHtml(html, options).trim();
}

/**
 * Whether sanitising takes something out or replaces it: a tag, an attribute, an address, a comment.
 * What is only written in another way, or gets an attribute of ours, is the same.
 */
export function losesMarkup(html: string, safe: string): boolean {
  if (html === safe || !/[<&]/.test(html)) return false;
  // Comments and instructions are kept by no setting.
  if (plainMarkup(html) === safe) return false;
  return /<[!?]/.test(html) || sanitizeHtml(html, keepAll).trim() !== safe;
}

/**
 * A sanitised description with all but the last four digits of card numbers masked, also of those
 * that are partly bold. Addresses stay.
 */
export function maskedDescription(safe: string): string {
  return maskedInMarkup(safe);
}

/**
 * The text of a description that is safe: it comes from the serializer above, so tags are
 * well-formed and `<` in text is escaped.
 */
export function textOfSafe(safe: string): string {
  const spaced = safe.replace(/<\/?([a-z0-9]+)[^>]*>/g, (_, tag: string) =>
    blockTags.has(tag) ? '\n' : tag === 'td' || tag === 'th' ? ' ' : '',
  );
  return collapse(decodeEntities(spaced));
}

function decodeEntities(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
}

function escapeText(text: string): string {
  return text.replaceAll('>', '&gt;');
}

function collapse(text: string): string {
  return text
    .split('\n')
    .map((line) => line.replace(/\s+/g, ' ').trim())
    .filter((line) => line !== '')
    .join('\n');
}
