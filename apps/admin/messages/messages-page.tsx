import { getRouteApi, Link, useRouter } from '@tanstack/react-router';
import { ListPage } from '../lists/list-page.tsx';
import { Applied, SearchField, without } from '../lists/narrowing.tsx';
import { PlainRows } from '../lists/plain-rows.tsx';
import { ActionMenu } from '../shell/action-menu.tsx';
import { usePageSpeech } from '../words/speech.tsx';
import { MessageChip, useKindName } from './message-chips.tsx';
import { kinds, states, useMessages, type MessageSearch } from './use-messages.ts';

const route = getRouteApi('/messages');

/** Mails and SMS as they went out, the newest first. */
export function MessagesPage() {
  const { words, formats } = usePageSpeech();
  const search = route.useSearch();
  const router = useRouter();
  const kindOf = useKindName();
  const messages = useMessages(search);
  const { rows, hasNextPage, isPlaceholderData } = messages;
  const address = router.buildLocation({ to: '/messages', search }).href;
  const names = words.messages;
  const open = (messageId: string) =>
    void router.navigate({ to: '/messages/$messageId', params: { messageId } });
  return (
    <ListPage
      title={names.title}
      asked={messages}
      count={rows.length}
      isNarrowed={Object.keys(search).length > 0}
      none={{ title: names.none, what: names.noneWhat }}
      shown={names.shown(rows.length, hasNextPage)}
      filters={<Filters search={search} />}
      acts={
        <Link className="button" to="/messages/templates">
          {words.templates.link}
        </Link>
      }
    >
      <PlainRows
        key={address}
        address={address}
        label={names.title}
        rows={rows}
        idOf={({ messageId }) => messageId}
        isOld={isPlaceholderData}
        onEnd={messages.readOn}
        onOpen={open}
        columns={[
          {
            head: names.recipient,
            cell: ({ messageId, email, phone }) => (
              <Link to="/messages/$messageId" params={{ messageId }} className="row-link">
                {email ?? phone ?? names.nobody}
              </Link>
            ),
          },
          { head: names.kind, cell: ({ template }) => kindOf(template) },
          {
            head: names.subject,
            className: 'hide-s muted',
            cell: ({ subject, resentOf }) => (
              <>
                {resentOf && `${names.copy}: `}
                {subject}
              </>
            ),
          },
          { head: words.orders.state, cell: (message) => <MessageChip message={message} /> },
          {
            head: names.at,
            className: 'hide-s muted',
            cell: ({ createdAt }) => <time dateTime={createdAt}>{formats.shortly(createdAt)}</time>,
          },
        ]}
      />
    </ListPage>
  );
}

function Filters({ search }: { search: MessageSearch }) {
  const { words } = usePageSpeech();
  const router = useRouter();
  const kindOf = useKindName();
  const names = words.messages;
  const ask = (next: MessageSearch) => void router.navigate({ to: '/messages', search: next });
  const { to, state, kind, lost } = search;
  const groups = [
    {
      label: words.orders.state,
      items: [
        ...states.map((each) => ({
          text: names.states[each],
          act: () => ask({ ...search, state: each }),
        })),
        { text: names.deliveries.undelivered, act: () => ask({ ...search, lost: true }) },
      ],
    },
    {
      label: names.kind,
      items: kinds.map((each) => ({
        text: kindOf(each),
        act: () => ask({ ...search, kind: each }),
      })),
    },
  ];
  return (
    <div className="filters">
      <SearchField
        label={names.searchLabel}
        hint={names.searchHint}
        q={to}
        onTyped={(typed) =>
          ask(typed === undefined ? without(search, 'to') : { ...search, to: typed })
        }
      />
      {state && (
        <Applied name={words.orders.state} onRemove={() => ask(without(search, 'state'))}>
          {names.states[state]}
        </Applied>
      )}
      {lost && (
        <Applied name={words.orders.state} onRemove={() => ask(without(search, 'lost'))}>
          {names.deliveries.undelivered}
        </Applied>
      )}
      {kind && (
        <Applied name={names.kind} onRemove={() => ask(without(search, 'kind'))}>
          {kindOf(kind)}
        </Applied>
      )}
      <ActionMenu className="filter add" opensBy="f" groups={groups}>
        + {words.list.filter} <kbd>F</kbd>
      </ActionMenu>
    </div>
  );
}
