import type { PageRequest } from '../serving/page.ts';
import type { TextFile } from '../serving/send-file.ts';

/** What is a person's own, or a form's; all else is found, or says itself that it is not to be. */
const closed = ['/cart', '/checkout', '/account', '/o/', '/v1/'];

/** What programs that follow links are asked to leave alone, and where they find the rest listed. */
export function robots({ shop }: PageRequest): TextFile {
  const inLanguages = shop.locales
    .filter((locale) => locale !== shop.defaultLocale)
    .map((locale) => `/${locale.toLowerCase()}`);
  const paths = ['', ...inLanguages].flatMap((prefix) =>
    closed
      .filter((path) => prefix === '' || !path.startsWith('/v1'))
      .map((path) => `Disallow: ${prefix}${path}`),
  );
  const text = ['User-agent: *', ...paths, '', `Sitemap: ${shop.publicUrl}/sitemap.xml`, ''].join(
    '\n',
  );
  return { type: 'text/plain; charset=utf-8', text };
}
