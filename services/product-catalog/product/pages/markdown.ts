import { Marked } from 'marked';
import { sanitiseDescription } from '#product-files/sanitise-description.ts';

/** CommonMark with tables and addresses that are links by themselves; an instance of its own, nothing set. */
const marked = new Marked({ async: false, gfm: true, breaks: false });

/**
 * Markdown as HTML that is safe to show: what people write may hold markup, so what comes of it is
 * reduced like the description of a product.
 */
export function htmlOfMarkdown(markdown: string): string {
  return sanitiseDescription(marked.parse(plainLines(markdown)) as string).html;
}

/** Separators that end a line in a script and nowhere else are ends of lines here. */
export function plainLines(text: string): string {
  return text.replaceAll(/\r\n?|[\u2028\u2029\u0085]/g, '\n');
}
