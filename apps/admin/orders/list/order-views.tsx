import { Link } from '@tanstack/react-router';
import { useSpeech } from '../../words/speech.tsx';
import { views, type OrderSearch } from './order-search.ts';

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
          search={view === 'everything' ? others : { ...others, view }}
          activeOptions={{ exact: true }}
          aria-current={view === current ? 'page' : undefined}
        >
          {words.orders.views[view]}
        </Link>
      ))}
    </nav>
  );
}
