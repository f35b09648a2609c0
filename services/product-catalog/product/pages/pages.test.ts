import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { must } from '#kernel/result.ts';
import type { InputOf } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import { openCatalog, type Catalog } from '../catalog-for-tests.ts';
import { htmlOfMarkdown } from './markdown.ts';

let catalog: Catalog;
beforeAll(async () => {
  catalog = await openCatalog('loopback');
  const channel = { currency: 'EUR', pricesIncludeTax: true, active: true, defaultLocale: 'en' };
  const put = (code: string, locales: string[]) =>
    catalog.client.putChannel({ ...channel, code, name: code, locales }, staff());
  must(await put('default', ['en', 'de']), 'languages');
  must(await put('north', ['en']), 'another channel');
});
afterAll(() => catalog.shop.close());

function staff(given: object = {}) {
  const { shop } = catalog;
  const actor = shop.staff(['catalog:read', 'catalog:write']);
  return shop.invocation({ actor, ...given });
}
const shopper = (given: object = {}) => catalog.shop.invocation(given);
const frameIn = async (locale = 'en') =>
  must(await catalog.client.getStorefront({}, shopper({ locale })), 'the frame');

type PageInput = InputOf<'product', 'putPage'>;
const words = (title: string, markdown = 'Words.') => ({
  title,
  markdown,
  seoTitle: '',
  seoDescription: '',
});
const put = (handle: string, page: Partial<PageInput> = {}, given: object = {}) =>
  catalog.client.putPage(
    { handle, kind: 'content', menu: null, position: 0, texts: { en: words(handle) }, ...page },
    staff(given),
  );

describe('pages', () => {
  test('are read as they were published, whatever is written meanwhile', async () => {
    const { client } = catalog;
    const texts = { en: words('Terms', 'One.'), de: words('AGB', 'Eins.') };
    const draft = must(await put('terms', { kind: 'terms', texts }), 'written');
    expect(draft).toMatchObject({ published: false, changed: true, shown: [] });
    const read = (locale: string) => client.getPage({ handle: 'terms' }, shopper({ locale }));
    expect(await read('en')).toMatchObject({ failure: { code: 'page_not_found' } });
    const publish = () => client.publishPage({ handle: 'terms' }, staff());
    const first = must(await publish(), 'published');
    expect(first).toMatchObject({ published: true, changed: false });
    expect(must(await publish(), 'once more')).toEqual(first);
    const german = must(await read('de'), 'German');
    expect(german).toMatchObject({
      title: 'AGB',
      bodyHtml: '<p>Eins.</p>',
      locale: 'de',
      locales: ['de', 'en'],
      kind: 'terms',
    });
    const changed = { ...texts, de: words('AGB', 'Zwei.') };
    must(await put('terms', { kind: 'terms', texts: changed }), 'written anew');
    expect(must(await read('de'), 'as before').bodyHtml).toBe('<p>Eins.</p>');
    const second = must(await publish(), 'published anew');
    expect(second.shown.map(({ locale, number }) => [locale, number])).toEqual([
      ['de', 2],
      ['en', 1],
    ]);
    const after = must(await read('de'), 'the new words');
    expect(after.bodyHtml).toBe('<p>Zwei.</p>');
    const old = must(await client.getPublishedText({ textId: german.textId }, shopper()), 'kept');
    expect(old).toMatchObject({ number: 1, bodyHtml: '<p>Eins.</p>', kind: 'terms' });
    expect(old.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(
      await client.getPublishedText({ textId: old.textId }, staff({ channel: 'north' })),
    ).toMatchObject({ failure: { code: 'text_not_found' } });
    const versions = (cursor?: string) =>
      client.listPublishedTexts({ handle: 'terms', limit: 2, cursor }, staff());
    const page = must(await versions(), 'versions');
    expect(page.items[0]).toMatchObject({ textId: after.textId });
    expect(must(await versions(page.nextCursor!), 'the rest').items).toHaveLength(1);
    expect(await versions('x')).toMatchObject({ failure: { code: 'cursor_invalid' } });
    expect(await client.listPublishedTexts({ handle: 'none', limit: 2 }, staff())).toMatchObject({
      failure: { code: 'page_not_found' },
    });
    expect((await frameIn('de')).pages).toEqual([
      { kind: 'terms', handle: 'terms', title: 'AGB', locale: 'de', textId: after.textId },
    ]);
    expect((await frameIn('de')).menus.footer).toMatchObject([{ label: 'AGB' }]);
  });

  test('are refused where they would be two of a kind, or in a language that nobody reads', async () => {
    expect(await put('conditions', { kind: 'terms' })).toMatchObject({
      failure: { code: 'kind_taken', detail: { handle: 'terms' } },
    });
    expect(await put('page', { texts: { fr: words('Page') } })).toMatchObject({
      failure: { code: 'language_not_offered', detail: { locale: 'fr' } },
    });
    expect(await put('page', {}, { channel: 'nowhere' })).toMatchObject({
      failure: { code: 'channel_not_found' },
    });
    must(await put('page', {}, { channel: 'north' }), 'in another channel');
    expect(await catalog.client.getAdminPage({ handle: 'page' }, staff())).toMatchObject({
      failure: { code: 'page_not_found' },
    });
    expect(await put('terms', { kind: 'terms', expectedVersion: 1 })).toMatchObject({
      failure: { code: 'version_conflict' },
    });
  });

  test('of which there are as many as there may be take no other', async () => {
    await catalog.shop.database('product').query(sql`
      insert into content_page (id, channel, handle, kind)
      select uuidv7(), 'north', 'page-' || number, 'content' from generate_series(1, 200) number`);
    expect(await put('one-more', {}, { channel: 'north' })).toMatchObject({
      failure: { code: 'too_many_pages', detail: { most: 200 } },
    });
  });

  test('that were renamed are found by the handle they had, and give it up to others', async () => {
    const { client } = catalog;
    must(await put('about', { menu: 'header' }), 'a page');
    must(await client.publishPage({ handle: 'about' }, staff()), 'published');
    const rename = (handle: string, newHandle: string) =>
      client.renamePage({ handle, newHandle }, staff());
    expect(await rename('about', 'terms')).toMatchObject({ failure: { code: 'handle_taken' } });
    const named = must(await rename('about', 'about-us'), 'renamed');
    expect(must(await rename('about-us', 'about-us'), 'the same')).toEqual(named);
    const read = async (handle: string) =>
      must(await client.getPage({ handle }, shopper()), handle).handle;
    expect([await read('about'), await read('about-us')]).toEqual(['about-us', 'about-us']);
    must(await put('about'), 'another one');
    must(await client.publishPage({ handle: 'about' }, staff()), 'published');
    expect(await read('about')).toBe('about');
    expect((await frameIn()).menus.header.at(-1)).toMatchObject({ label: 'about' });
  });

  test('are what they were published as, and stand there, until they are published anew', async () => {
    const { client } = catalog;
    const publish = (handle: string) => client.publishPage({ handle }, staff());
    const told = (title: string) =>
      catalog.shop.database('product').query(sql`
        select data ->> 'kind' as kind, data ->> 'endedAt' is not null as ended from outbox
        where type = 'product.text_published' and data ->> 'title' = ${title} order by 1 desc, 2`);
    const shown = async () => {
      must(await put('forgets'), 'another page');
      must(await publish('forgets'), 'by which what was read is forgotten');
      must(await client.unpublishPage({ handle: 'forgets' }, staff()), 'taken away');
      const { pages, menus } = await frameIn();
      const page = must(await client.getPage({ handle: 'safety' }, shopper()), 'safety');
      const inHeader = menus.header.some(({ label }) => label === 'safety');
      return [page.kind, pages.find(({ handle }) => handle === 'safety')?.kind, inHeader];
    };
    must(await put('safety', { kind: 'privacy', menu: 'header', position: 5 }), 'a page');
    must(await publish('safety'), 'published');
    expect(await shown()).toEqual(['privacy', 'privacy', true]);
    const draft = must(await put('safety', { position: 9 }), 'of no kind, in no menu');
    expect(draft).toMatchObject({ kind: 'content', menu: null, published: true, changed: true });
    expect(await shown()).toEqual(['privacy', 'privacy', true]);
    must(await put('safety-too', { kind: 'privacy' }), 'another of the kind');
    expect(await publish('safety-too')).toMatchObject({
      failure: { code: 'kind_taken', detail: { handle: 'safety' } },
    });
    const after = must(await publish('safety'), 'published anew');
    expect(after).toMatchObject({ changed: false, shown: [{ number: 2 }] });
    expect(await shown()).toEqual(['content', 'content', false]);
    expect(await told('safety')).toEqual([
      { kind: 'privacy', ended: false },
      { kind: 'privacy', ended: true },
      { kind: 'content', ended: false },
    ]);
    const { items } = must(
      await client.listPublishedTexts({ handle: 'safety', limit: 5 }, staff()),
      'versions',
    );
    expect(items.map(({ kind }) => kind)).toEqual(['content', 'privacy']);
    must(await publish('safety-too'), 'now there is none of its kind');
    must(await put('safety-too'), 'of no kind, not published');
    must(await client.unpublishPage({ handle: 'safety-too' }, staff()), 'unpublished');
    expect(await told('safety-too')).toEqual([
      { kind: 'privacy', ended: false },
      { kind: 'privacy', ended: true },
    ]);
  });

  test('are told as samples until words of the shop’s own are published', async () => {
    const { client } = catalog;
    const shown = async () => {
      const page = must(await client.getAdminPage({ handle: 'our-privacy' }, staff()), 'read');
      return page.shown.map(({ locale, sample }) => [locale, sample]);
    };
    const publish = async () =>
      must(await client.publishPage({ handle: 'our-privacy' }, staff()), 'published');
    const sample = { en: words('Privacy', 'Write to shop@kontor.example.') };
    const texts = { ...sample, de: words('Datenschutz', '*Muster des Demoshops.*') };
    must(await put('our-privacy', { texts }), 'as the demo store has it');
    await publish();
    expect(await shown()).toEqual([
      ['de', true],
      ['en', true],
    ]);
    const own = { ...sample, de: words('Datenschutz', 'Was wir von Ihnen wissen.') };
    must(await put('our-privacy', { texts: own }), 'written, not published');
    expect(await shown()).toEqual([
      ['de', true],
      ['en', true],
    ]);
    await publish();
    expect(await shown()).toEqual([
      ['de', false],
      ['en', true],
    ]);
    must(await client.unpublishPage({ handle: 'our-privacy' }, staff()), 'taken from shoppers');
  });

  test('that shoppers were shown are taken from them, and not deleted', async () => {
    const { client } = catalog;
    const gone = () => client.deletePage({ handle: 'news' }, staff());
    expect(await gone()).toMatchObject({ failure: { code: 'page_not_found' } });
    must(await put('news', { texts: {} }), 'without words');
    const publish = () => client.publishPage({ handle: 'news' }, staff());
    expect(await publish()).toMatchObject({ failure: { code: 'page_without_texts' } });
    must(await gone(), 'deleted');
    must(await put('news'), 'with words');
    must(await publish(), 'published');
    expect(await gone()).toMatchObject({ failure: { code: 'page_was_published' } });
    const hide = () => client.unpublishPage({ handle: 'news' }, staff());
    const hidden = must(await hide(), 'hidden');
    expect(hidden).toMatchObject({ published: false, shown: [] });
    expect(must(await hide(), 'once more')).toEqual(hidden);
    expect(await client.getPage({ handle: 'news' }, shopper())).toMatchObject({
      failure: { code: 'page_not_found' },
    });
    expect(await client.getPage({ handle: 'news' }, shopper({ channel: 'no' }))).toMatchObject({
      failure: { code: 'channel_not_found' },
    });
    const { items } = must(await client.listAdminPages({}, staff()), 'all');
    expect(items.map(({ handle }) => handle)).toContain('news');
    const trail = await catalog.shop.database('product').query<{ count: number }>(sql`
      select count(*)::int from audit_entry where subject = 'page default news'`);
    expect(trail).toEqual([{ count: 5 }]);
  });
});

test('Markdown of foreign people is shown without what could do harm', async () => {
  const foreign = [
    '# Head',
    '[a](javascript:alert(1)) [b](https://b.example) <a href="JAVASCRIPT:x">c</a>',
    '<script>alert(1)</script><img src=x onerror=alert(1)>',
    '![d](javascript:alert(1)) </script><svg onload=x>',
    'one\u2028two',
    '',
    '| A | B |\n| - | - |\n| 1 | 2 |',
    '<iframe src="https://b.example"></iframe><style>p{}</style>',
  ].join('\n\n');
  const html = htmlOfMarkdown(foreign);
  expect(html).not.toMatch(/javascript|onerror|onload|<script|<svg|<iframe|<style|\u2028|alert/i);
  expect(html).toContain('<h2>Head</h2>');
  expect(html).toContain('<a href="https://b.example" rel="noopener nofollow">b</a>');
  expect(html).toContain('<td>1</td>');
  expect(htmlOfMarkdown('plain & simple')).toBe('<p>plain &amp; simple</p>');
  const preview = must(await catalog.client.previewPage({ markdown: foreign }, staff()), 'preview');
  expect(preview.bodyHtml).toBe(html);
});

test('search engines are told of pages in the languages in which they can be read', async () => {
  const listed = async (given: object) =>
    must(
      await catalog.client.listSitemapEntries({ kind: 'pages', limit: 100, ...given }, shopper()),
      'pages',
    );
  const { nextCursor } = await listed({ limit: 1 });
  const { items } = await listed({ limit: 5, cursor: nextCursor });
  expect(items).toMatchObject([
    { target: 'about-us' },
    { target: 'safety' },
    { target: 'terms', locales: ['de', 'en'] },
  ]);
});
