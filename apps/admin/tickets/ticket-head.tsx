import { KontorProblem } from '@kontor/sdk';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useProblemText } from '../asking/problem-text.ts';
import { useAccount } from '../session/use-session.ts';
import { ActionMenu } from '../shell/action-menu.tsx';
import { Icon } from '../shell/icon.tsx';
import { usePageSpeech } from '../words/speech.tsx';
import { Due, TicketStateChip } from './ticket-chips.tsx';
import { priorities } from './ticket-search.ts';
import type { Ticket, useChange } from './use-ticket.ts';
import { useColleagues } from './use-tickets.ts';

const list = getRouteApi('/tickets');

interface Heading {
  readonly ticket: Ticket;
  readonly changed: ReturnType<typeof useChange>;
  readonly mayWrite: boolean;
}

/** What it is about, whose it is, how pressing, and how it stands. */
export function TicketHead({ ticket, changed, mayWrite }: Heading) {
  const { words, formats } = usePageSpeech();
  const { number, subject, state, createdAt, dueAt } = ticket;
  return (
    <header className="ticket-head">
      <Link className="back only-s" to="/tickets" search={list.useSearch()}>
        {words.tickets.title}
      </Link>
      <h2 id="ticket-subject">
        {subject} <TicketStateChip state={state} />
      </h2>
      <p className="num facts">
        <span>{number}</span>
        <span>{formats.moment(createdAt)}</span>
        <Due at={dueAt} />
      </p>
      {mayWrite ? (
        <div className="acts">
          <StateActs state={state} changed={changed} />
          <AssigneeMenu ticket={ticket} changed={changed} />
          <PriorityMenu ticket={ticket} changed={changed} />
        </div>
      ) : (
        <p className="muted">{words.tickets.readOnly}</p>
      )}
      {changed.error && <Refused ticket={ticket} changed={changed} />}
    </header>
  );
}

type Changing = Pick<Heading, 'changed'>;

/** What is lawful in its present state; all else is absent. */
function StateActs({ state, changed }: Changing & { state: Ticket['state'] }) {
  const { words } = usePageSpeech();
  const to = (next: Ticket['state']) => () => changed.mutate({ state: next });
  return (
    <>
      {(state === 'open' || state === 'pending') && (
        <button
          type="button"
          className="button"
          disabled={changed.isPending}
          onClick={to('solved')}
        >
          <Icon name="check" />
          {words.tickets.solve}
          <kbd>E</kbd>
        </button>
      )}
      {(state === 'solved' || state === 'pending') && (
        <button type="button" className="button" disabled={changed.isPending} onClick={to('open')}>
          {words.tickets.reopen}
        </button>
      )}
      {state === 'solved' && (
        <button
          type="button"
          className="button"
          disabled={changed.isPending}
          onClick={to('closed')}
        >
          {words.tickets.close}
        </button>
      )}
    </>
  );
}

function AssigneeMenu({ ticket: { assigneeId }, changed }: Changing & Pick<Heading, 'ticket'>) {
  const { words } = usePageSpeech();
  const own = useAccount()?.accountId;
  const colleagues = useColleagues();
  const nameOf = (staffId: string) =>
    staffId === own
      ? words.tickets.you
      : (colleagues.find((each) => each.staffId === staffId)?.name ?? words.tickets.colleague);
  const present = assigneeId === null ? words.tickets.nobody : nameOf(assigneeId);
  const give = (to: string | null) => () => changed.mutate({ assigneeId: to });
  const others = colleagues.filter(({ staffId }) => staffId !== own);
  return (
    <ActionMenu
      className="button"
      label={words.tickets.assignedTo(present)}
      groups={[
        {
          label: words.tickets.assign,
          items: [
            ...(own
              ? [{ text: words.tickets.you, isChosen: assigneeId === own, act: give(own) }]
              : []),
            ...others.map(({ staffId }) => ({
              text: nameOf(staffId),
              isChosen: staffId === assigneeId,
              act: give(staffId),
            })),
            { text: words.tickets.nobody, isChosen: assigneeId === null, act: give(null) },
          ],
        },
      ]}
    >
      <Icon name="people" />
      {present}
    </ActionMenu>
  );
}

function PriorityMenu({ ticket: { priority }, changed }: Changing & Pick<Heading, 'ticket'>) {
  const { words } = usePageSpeech();
  const names = words.tickets.priorities;
  return (
    <ActionMenu
      className="button"
      label={`${words.tickets.priority}: ${names[priority]}`}
      groups={[
        {
          label: words.tickets.priority,
          items: priorities.map((each) => ({
            text: names[each],
            isChosen: each === priority,
            act: () => changed.mutate({ priority: each }),
          })),
        },
      ]}
    >
      {names[priority]}
    </ActionMenu>
  );
}

/** Where somebody else was first, what they made of it is above, and one's own can be done all the same. */
function Refused({ ticket, changed }: Changing & Pick<Heading, 'ticket'>) {
  const { words } = usePageSpeech();
  const textOf = useProblemText();
  const { error, variables } = changed;
  const wasChanged = error instanceof KontorProblem && error.status === 412;
  return (
    <p className="alert" role="alert">
      {wasChanged
        ? words.tickets.changedMeanwhile(words.tickets.states[ticket.state])
        : textOf(error)}{' '}
      <button type="button" className="link" onClick={() => variables && changed.mutate(variables)}>
        {wasChanged ? words.tickets.allTheSame : words.problems.again}
      </button>
    </p>
  );
}
