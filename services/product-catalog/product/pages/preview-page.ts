import { ok } from '#kernel/result.ts';
import type { Handler } from '#platform/calls/service.ts';
import { htmlOfMarkdown } from './markdown.ts';

/** What publishing would make of it. */
export const previewPage: Handler<'product', 'previewPage'> = async ({ markdown }) =>
  ok({ bodyHtml: htmlOfMarkdown(markdown) });
