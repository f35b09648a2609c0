import { getRouteApi, Link, useRouter } from '@tanstack/react-router';
import { ExportButton } from '../../files/export-button.tsx';
import { ListPage } from '../../lists/list-page.tsx';
import { Applied, everything, isNarrowed, said, SearchField } from '../../lists/narrowing.tsx';
import { PlainRows } from '../../lists/plain-rows.tsx';
import { ActionMenu } from '../../shell/action-menu.tsx';
import { Mark } from '../../shell/icon.tsx';
import { SavedViews } from '../../views/saved-views.tsx';
import { usePageSpeech, useSpeech } from '../../words/speech.tsx';
import {
  exportCustomers,
  nameOf,
  useCustomers,
  useGroups,
  type CustomerSearch,
} from './use-customers.ts';

const route = getRouteApi('/customers');

/** Whoever has an account, the newest first. */
export function CustomersPage() {
  const { words, formats } = usePageSpeech();
  const search = route.useSearch();
  const router = useRouter();
  const customers = useCustomers(search);
  const { rows, hasNextPage, isPlaceholderData } = customers;
  const address = router.buildLocation({ to: '/customers', search }).href;
  const names = words.customers;
  return (
    <ListPage
      title={names.title}
      asked={customers}
      count={rows.length}
      isNarrowed={isNarrowed(search)}
      none={{ title: names.none, what: names.noneWhat }}
      shown={names.shown(rows.length, hasNextPage)}
      acts={<ExportButton name="customers" begin={() => exportCustomers(search)} />}
      filters={
        <>
          <Views search={search} />
          <Filters search={search} />
        </>
      }
    >
      <PlainRows
        key={address}
        address={address}
        label={names.title}
        rows={rows}
        idOf={({ customerId }) => customerId}
        isOld={isPlaceholderData}
        onEnd={customers.readOn}
        onOpen={(customerId) =>
          void router.navigate({ to: '/customers/$customerId', params: { customerId } })
        }
        columns={[
          {
            head: words.orders.customer,
            cell: (row) => (
              <span className="cust">
                <Mark of={row.customerId} />
                <Link
                  to="/customers/$customerId"
                  params={{ customerId: row.customerId }}
                  className="row-link"
                >
                  {nameOf(row) || row.email}
                </Link>
              </span>
            ),
          },
          { head: words.order.email, cell: ({ email }) => email },
          { head: words.order.phone, className: 'hide-s', cell: ({ phone }) => phone },
          { head: names.channel, className: 'hide-s', cell: ({ channel }) => channel },
          {
            head: names.since,
            className: 'hide-s muted',
            cell: ({ createdAt }) => <time dateTime={createdAt}>{formats.shortly(createdAt)}</time>,
          },
        ]}
      />
    </ListPage>
  );
}

function Views({ search }: { search: CustomerSearch }) {
  const { words } = useSpeech();
  return (
    <nav className="views" aria-label={words.savedViews.label}>
      <Link
        to="/customers"
        search={everything}
        activeOptions={{ exact: true }}
        aria-current={isNarrowed(search) ? undefined : 'page'}
      >
        {words.orders.views.everything}
      </Link>
      <SavedViews page="customers" search={{ ...search }} before={1} />
    </nav>
  );
}

function Filters({ search }: { search: CustomerSearch }) {
  const { words } = usePageSpeech();
  const router = useRouter();
  const { data } = useGroups();
  const groups = data?.items ?? [];
  const ask = (next: CustomerSearch) =>
    void router.navigate({ to: '/customers', search: said(next) });
  const { q = '', group } = search;
  const name = groups.find(({ code }) => code === group)?.name ?? group;
  const without = q === '' ? {} : { q };
  return (
    <div className="filters">
      <SearchField
        label={words.customers.searchLabel}
        hint={words.customers.searchHint}
        q={q}
        onTyped={(typed) => ask({ ...(group ? { group } : {}), ...(typed ? { q: typed } : {}) })}
      />
      {group && (
        <Applied name={words.customers.group} onRemove={() => ask(without)}>
          {name ?? ''}
        </Applied>
      )}
      {!group && groups.length > 0 && (
        <ActionMenu
          className="filter add"
          opensBy="f"
          groups={[
            {
              label: words.customers.group,
              items: groups.map((each) => ({
                text: each.name,
                act: () => ask({ ...without, group: each.code }),
              })),
            },
          ]}
        >
          + {words.list.filter} <kbd>F</kbd>
        </ActionMenu>
      )}
    </div>
  );
}
