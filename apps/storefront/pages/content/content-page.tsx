import type { z } from 'zod';
import type { shownPage } from '#contracts/product/storefront/pages.ts';
import { summaryOf } from '../../layout/summary.ts';
import type { Page, PageRequest, Redirect } from '../../serving/page.ts';

/** A page in the shop's own words: imprint, terms, delivery, whatever it has to say. */
export async function contentPage(request: PageRequest): Promise<Page | Redirect> {
  const { at, words } = request;
  const handle = request.params['handle']!;
  const page = await request.ask<z.output<typeof shownPage>>('getPage', { handle });
  if (page.handle !== handle) return { status: 301, location: at.page(page.handle) };
  return {
    kind: 'content',
    title: page.seo.title || page.title,
    description: page.seo.description || summaryOf(page.bodyHtml) || page.title,
    canonical: at.page(page.handle).slice(at.prefix.length),
    body: (
      <div class="wrap">
        <article class="content" lang={page.locale}>
          <h1>{page.title}</h1>
          <div class="prose" dangerouslySetInnerHTML={{ __html: page.bodyHtml }} />
          <p class="muted">
            {words.content.asOf(request.formats.day(page.publishedAt.slice(0, 10)))}
          </p>
        </article>
      </div>
    ),
  };
}
