import { Link } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { said } from '../../lists/narrowing.tsx';
import { useSpeech } from '../../words/speech.tsx';
import { views, type OrderSearch } from './order-search.ts';

// The list does not wait for them.
const SavedViews = lazy(async () => {
  const { SavedViews: loaded } = await import('../../views/saved-views.tsx');
  return { default: loaded };
});

/** The shop's own views. Those that people save for themselves stand beside them. */
export function OrderViews({ search }: { search: OrderSearch }) {
  const { words } = useSpeech();
  const { view: current = 'everything', ...others } = search;
  return (
    <nav className="views" aria-label={words.orders.viewsLabel}>
      {views.map((view) => (
        <Link
          key={view}
          to="/orders"
          search={view === 'everything' ? said(others) : { ...others, view }}
          activeOptions={{ exact: true }}
          aria-current={view === current ? 'page' : undefined}
        >
          {words.orders.views[view]}
        </Link>
      ))}
      <Suspense fallback={null}>
        <SavedViews page="orders" search={{ ...search }} before={views.length} />
      </Suspense>
    </nav>
  );
}
