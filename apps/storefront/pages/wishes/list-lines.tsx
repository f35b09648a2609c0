import type { ComponentChildren } from 'preact';
import { UnitPrice } from '../../layout/measures.tsx';
import type { PageRequest } from '../../serving/page.ts';
import type { SharedList } from './saved-list.ts';

type Line = SharedList['lines'][number] & {
  readonly attributes?: readonly { key: string; name: string; text: string }[] | undefined;
};

interface ListLinesParts {
  readonly request: PageRequest;
  readonly list: Pick<SharedList, 'currency' | 'notices'> & { readonly lines: readonly Line[] };
  /** What can be done with a line. */
  readonly forms: (line: Line, isBuyable: boolean) => ComponentChildren;
}

/** What is on a list, with what it costs now and what is not as it was saved. */
export function ListLines({ request, list, forms }: ListLinesParts) {
  return (
    <ul class="basket-lines kept">
      {list.lines.map((line) => {
        const notices = list.notices.filter(({ lineId }) => lineId === line.lineId);
        const isBuyable = !notices.some(
          ({ code, available = 0 }) =>
            code === 'not_sellable' || (code === 'not_enough_stock' && available === 0),
        );
        return (
          <li key={line.lineId} class="basket-line">
            <Picture request={request} line={line} />
            <Text request={request} list={list} line={line} notices={notices} />
            <div class="kept-forms">{forms(line, isBuyable)}</div>
          </li>
        );
      })}
    </ul>
  );
}

const addressOf = ({ at }: PageRequest, { handle, sku }: Line) =>
  at.product(handle, { variant: sku });

function Picture({ request, line }: { request: PageRequest; line: Line }) {
  return (
    <a class="plate" href={addressOf(request, line)} tabIndex={-1} aria-hidden="true">
      {line.imageUrl === null ? (
        <span class="no-picture" />
      ) : (
        <img src={line.imageUrl} alt="" width="96" height="96" loading="lazy" />
      )}
    </a>
  );
}

interface TextParts extends Pick<ListLinesParts, 'request' | 'list'> {
  readonly line: Line;
  readonly notices: SharedList['notices'];
}

function Text({ request, list, line, notices }: TextParts) {
  const { words, formats } = request;
  const { currency } = list;
  return (
    <div class="basket-text">
      <h2>
        <a href={addressOf(request, line)}>{line.title}</a>
      </h2>
      {line.variantTitle !== null && <p class="muted">{line.variantTitle}</p>}
      {(line.attributes ?? []).map(({ key, name, text }) => (
        <p key={key} class="muted">
          {name}: {text}
        </p>
      ))}
      {line.quantity > 1 && (
        <p class="muted num">{words.lists.units(formats.count(line.quantity))}</p>
      )}
      <p class="num kept-price">{formats.money(line.unitPriceMinor, currency)}</p>
      {line.unitPrice && (
        <p class="muted num">
          <UnitPrice of={line} currency={currency} request={request} />
        </p>
      )}
      {notices.map((notice) => (
        <p key={notice.code} class="note">
          {saidOf(request, currency, notice)}
        </p>
      ))}
    </div>
  );
}

function saidOf(
  { words, formats }: PageRequest,
  currency: string,
  { code, available, previousUnitPriceMinor }: SharedList['notices'][number],
): string {
  const { lists } = words;
  switch (code) {
    case 'price_changed':
      return lists.priceWas(formats.money(previousUnitPriceMinor ?? 0, currency));
    case 'not_enough_stock':
      return available ? lists.onlyLeft(formats.count(available)) : lists.soldOut;
    case 'not_sellable':
      return lists.gone;
    case 'quantity_reduced':
    case 'line_left_out':
      return words.basket.leftOut;
  }
}
