import type { PageRequest } from '../serving/page.ts';
import { keptHtmlOf } from '../serving/kept-html.ts';

/** The shop's papers and whatever else its menu has; what stands under a heading stands together. */
export function Footer({ request }: { request: PageRequest }) {
  const { shop, locale, at } = request;
  const make = () => <FooterContent request={request} />;
  const html = keptHtmlOf(shop, `footer ${locale} ${at.prefix}`, make);
  return <footer class="foot" dangerouslySetInnerHTML={{ __html: html }} />;
}

function FooterContent({ request: { shop, words, at, locale } }: { request: PageRequest }) {
  const entries = shop.menus.footer.flatMap((item) => [item, ...item.items]);
  return (
    <div class="wrap">
      <nav aria-label={words.foot}>
        <ul>
          {entries.map(
            ({ label, link }) =>
              link !== null && (
                <li key={label}>
                  <a href={at.link(link)}>{label}</a>
                </li>
              ),
          )}
          <li>
            <a href={at.withdrawal()}>{words.withdrawal.link}</a>
          </li>
          <li>
            <a href={`/o?language=${locale}`}>{words.findOrder}</a>
          </li>
        </ul>
      </nav>
      <p>{[shop.company.legalName, shop.company.city].filter((part) => part !== '').join(', ')}</p>
    </div>
  );
}
