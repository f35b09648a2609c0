import type { PlainPage } from '../../../services/api-gateway/api-gateway/order-page/plain-pages.ts';
import type { Page } from '../serving/page.ts';

/** What the gateway shows to who has a link of a mail, among the shop's other pages. */
export function framedPage({ status, language, direction, title, body, address }: PlainPage): Page {
  return {
    kind: 'by-link',
    status,
    title,
    isByLink: true,
    addressIn: (locale) => `${address}?language=${locale}`,
    body: (
      <div class="wrap">
        <div
          class="by-link"
          lang={language}
          dir={direction}
          dangerouslySetInnerHTML={{ __html: body }}
        />
      </div>
    ),
  };
}
