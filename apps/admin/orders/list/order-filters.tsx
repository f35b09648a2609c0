import { useEffect, useRef, useState } from 'react';
import { ActionMenu } from '../../shell/action-menu.tsx';
import { Icon } from '../../shell/icon.tsx';
import { useKeys } from '../../shell/use-keys.ts';
import { useSpeech } from '../../words/speech.tsx';
import { deliveryStates, paymentStates, periods, sorts, type OrderSearch } from './order-search.ts';

const typedMs = 200;

interface Asking {
  readonly search: OrderSearch;
  readonly ask: (search: OrderSearch) => void;
}

/** One field that understands what people have at hand, and what was chosen besides, to be taken away again. */
export function OrderFilters({ search, ask }: Asking) {
  const { words } = useSpeech();
  const without = (name: keyof OrderSearch) => {
    const { [name]: _, ...others } = search;
    ask(others);
  };
  const { payment, delivery, days } = search;
  return (
    <div className="filters">
      <SearchField search={search} ask={ask} />
      {days && (
        <Applied name={words.orders.placed} onRemove={() => without('days')}>
          {words.orders.periods[days]}
        </Applied>
      )}
      {payment && (
        <Applied name={words.orders.payment} onRemove={() => without('payment')}>
          {words.paymentStates[payment]}
        </Applied>
      )}
      {delivery && (
        <Applied name={words.orders.delivery} onRemove={() => without('delivery')}>
          {words.parcelStates[delivery]}
        </Applied>
      )}
      <FilterMenu search={search} ask={ask} />
      <SortMenu search={search} ask={ask} />
    </div>
  );
}

function SearchField({ search, ask }: Asking) {
  const { words } = useSpeech();
  const field = useRef<HTMLInputElement>(null);
  const { q = '' } = search;
  const [typed, setTyped] = useState(q);
  // Another view or a way back brings its own words.
  useEffect(() => setTyped(q), [q]);
  useEffect(() => {
    if (typed === q) return undefined;
    const timer = setTimeout(() => {
      const { q: _, ...others } = search;
      ask(typed.trim() === '' ? others : { ...others, q: typed });
    }, typedMs);
    return () => clearTimeout(timer);
  }, [typed, q, search, ask]);
  useKeys({ '/': () => field.current?.focus() });
  return (
    <search className="q2">
      <Icon name="search" />
      <input
        ref={field}
        type="search"
        aria-label={words.orders.searchLabel}
        placeholder={words.orders.searchHint}
        value={typed}
        onChange={({ target }) => setTyped(target.value)}
        onKeyDown={({ key, currentTarget }) => {
          if (key === 'Escape') currentTarget.blur();
        }}
      />
      <kbd>/</kbd>
    </search>
  );
}

function Applied({
  name,
  children,
  onRemove,
}: {
  name: string;
  children: string;
  onRemove: () => void;
}) {
  const { words } = useSpeech();
  return (
    <button
      type="button"
      className="filter"
      onClick={onRemove}
      aria-label={words.list.remove(`${name}: ${children}`)}
    >
      {name}: <b>{children}</b> ×
    </button>
  );
}

function FilterMenu({ search, ask }: Asking) {
  const { words } = useSpeech();
  const groups = [
    {
      label: words.orders.placed,
      items: periods.map((days) => ({
        text: words.orders.periods[days],
        act: () => ask({ ...search, days }),
      })),
    },
    {
      label: words.orders.payment,
      items: paymentStates.map((payment) => ({
        text: words.paymentStates[payment],
        act: () => ask({ ...search, payment }),
      })),
    },
    {
      label: words.orders.delivery,
      items: deliveryStates.map((delivery) => ({
        text: words.parcelStates[delivery],
        act: () => ask({ ...search, delivery }),
      })),
    },
  ];
  return (
    <ActionMenu className="filter add" opensBy="f" groups={groups}>
      + {words.list.filter} <kbd>F</kbd>
    </ActionMenu>
  );
}

function SortMenu({ search, ask }: Asking) {
  const { words } = useSpeech();
  const { sort: current = 'placed_descending', ...others } = search;
  const items = sorts.map((sort) => ({
    text: words.orders.sorts[sort],
    isChosen: sort === current,
    act: () => ask(sort === 'placed_descending' ? others : { ...others, sort }),
  }));
  return (
    <ActionMenu
      className="sort link"
      label={words.list.sortBy(words.orders.sorts[current])}
      groups={[{ items }]}
    >
      {words.orders.sorts[current]}
    </ActionMenu>
  );
}
