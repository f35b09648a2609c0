import { Applied, SearchField, without } from '../../lists/narrowing.tsx';
import { ActionMenu } from '../../shell/action-menu.tsx';
import { useSpeech } from '../../words/speech.tsx';
import {
  deliveryStates,
  holds,
  paymentStates,
  periods,
  sorts,
  type OrderSearch,
} from './order-search.ts';

interface Asking {
  readonly search: OrderSearch;
  readonly ask: (search: OrderSearch) => void;
}

/** One field that understands what people have at hand, and what was chosen besides, to be taken away again. */
export function OrderFilters({ search, ask }: Asking) {
  const { words } = useSpeech();
  const drop = (name: keyof OrderSearch) => ask(without(search, name));
  const { payment, delivery, held, tag, days } = search;
  return (
    <div className="filters">
      <SearchField
        label={words.orders.searchLabel}
        hint={words.orders.searchHint}
        q={search.q}
        onTyped={(q) => ask(q === undefined ? without(search, 'q') : { ...search, q })}
      />
      {days && (
        <Applied name={words.orders.placed} onRemove={() => drop('days')}>
          {words.orders.periods[days]}
        </Applied>
      )}
      {payment && (
        <Applied name={words.orders.payment} onRemove={() => drop('payment')}>
          {words.paymentStates[payment]}
        </Applied>
      )}
      {delivery && (
        <Applied name={words.orders.delivery} onRemove={() => drop('delivery')}>
          {words.parcelStates[delivery]}
        </Applied>
      )}
      {held && (
        <Applied name={words.orders.held} onRemove={() => drop('held')}>
          {words.orders.holds[held]}
        </Applied>
      )}
      {tag && (
        <Applied name={words.orders.tag} onRemove={() => drop('tag')}>
          {tag}
        </Applied>
      )}
      <FilterMenu search={search} ask={ask} />
      <SortMenu search={search} ask={ask} />
    </div>
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
    {
      label: words.orders.held,
      items: holds.map((held) => ({
        text: words.orders.holds[held],
        act: () => ask({ ...search, held }),
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
