import { getRouteApi, useRouter } from '@tanstack/react-router';
import { useProblemText } from '../../asking/problem-text.ts';
import { ExportButton } from '../../files/export-button.tsx';
import { isNarrowed, said } from '../../lists/narrowing.tsx';
import { useSpeech } from '../../words/speech.tsx';
import { OpenOrderBulk } from '../bulk/open-bulk.tsx';
import { OrderFilters } from './order-filters.tsx';
import { OrderRows } from './order-rows.tsx';
import type { OrderSearch } from './order-search.ts';
import { OrderViews } from './order-views.tsx';
import { useNewOrders } from './use-new-orders.ts';
import { exportOrders, useOrders } from './use-orders.ts';

const route = getRouteApi('/orders');

/** Orders as they come: views, one field, filters, and a row each. */
export function OrdersPage() {
  const { words } = useSpeech();
  const textOf = useProblemText();
  const search = route.useSearch();
  const router = useRouter();
  const orders = useOrders(search);
  const { rows, error, isPending, isPlaceholderData, hasNextPage } = orders;
  const news = useNewOrders(search, rows, !isPending && !isPlaceholderData);
  const address = router.buildLocation({ to: '/orders', search }).href;
  const ask = (next: OrderSearch) => void router.navigate({ to: '/orders', search: said(next) });
  const narrowed = isNarrowed(search, ['sort']);
  return (
    <div className="page list-page">
      <title>{words.orders.title}</title>
      <div className="head">
        <div>
          <h1>{words.orders.title}</h1>
          <p className="num" role="status">
            {isPending ? words.list.reading : words.orders.shown(rows.length, hasNextPage)}
          </p>
        </div>
        <div className="acts">
          <OpenOrderBulk search={search} chosen={[]} />
          <ExportButton name="orders" begin={() => exportOrders(search)} />
        </div>
        <div className="news" role="status">
          {news.count > 0 && (
            <button
              type="button"
              className="button"
              onClick={() => {
                void news.show();
                document.querySelector('.list-page .grid')?.scrollTo({ top: 0 });
              }}
            >
              {words.live.newOrders(news.count)}
            </button>
          )}
        </div>
      </div>
      <OrderViews search={search} />
      <OrderFilters search={search} ask={ask} />
      {error && (
        <p className="alert" role="alert">
          {textOf(error)}{' '}
          <button type="button" className="link" onClick={orders.again}>
            {words.problems.again}
          </button>
        </p>
      )}
      {!isPending && !error && rows.length === 0 ? (
        <section className="panel empty">
          <h2>{narrowed ? words.orders.noneFound : words.orders.none}</h2>
          <p className="muted">{narrowed ? words.orders.noneFoundWhat : words.orders.noneWhat}</p>
        </section>
      ) : (
        <OrderRows
          key={address}
          address={address}
          search={search}
          rows={rows}
          isOld={isPlaceholderData}
          onEnd={orders.readOn}
        />
      )}
    </div>
  );
}
