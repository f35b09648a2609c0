import type { z } from 'zod';
import type { ticketSummary } from '#contracts/support/ticket-shapes.ts';
import type { Page, PageRequest, Redirect } from '../../../serving/page.ts';
import { accountPage, signInFirst } from '../account-frame.tsx';

type Summary = z.output<typeof ticketSummary>;

export interface TicketList {
  readonly items: readonly Summary[];
  readonly nextCursor: string | null;
}

const ticketsAtOnce = 10;

/** What a customer asked the shop, the one that changed last first. */
export async function ticketsPage(request: PageRequest): Promise<Page | Redirect> {
  const unknown = signInFirst(request);
  if (unknown) return unknown;
  const { words, at, query } = request;
  const { tickets, sections } = words.account;
  const cursor = query.get('cursor');
  const { items, nextCursor } = await request.ask<TicketList>('listTickets', {
    limit: ticketsAtOnce,
    ...(cursor === null ? {} : { cursor }),
  });
  const write = (
    <p>
      <a class="button plain" href={at.account('/tickets/new')}>
        {tickets.write}
      </a>
    </p>
  );
  return accountPage(request, {
    section: 'tickets',
    title: sections.tickets,
    children:
      items.length === 0 && cursor === null ? (
        <div class="empty">
          <h2>{tickets.none}</h2>
          <p>{tickets.noneWhat}</p>
          {write}
        </div>
      ) : (
        <>
          {write}
          <Tickets request={request} items={items} />
          {nextCursor !== null && (
            <p class="paging">
              <a class="button plain" href={at.account('/tickets', { cursor: nextCursor })}>
                {tickets.older}
              </a>
            </p>
          )}
        </>
      ),
  });
}

/** Each with what was said last, and its state, which says whose turn it is. */
export function Tickets({
  request,
  items,
  heading: Heading = 'h2',
}: {
  request: PageRequest;
  items: readonly Summary[];
  heading?: 'h2' | 'h3';
}) {
  const { words, formats, at, shop } = request;
  const { tickets } = words.account;
  return (
    <ul class="voyages tickets">
      {items.map(({ ticketId, number, subject, state, updatedAt, lastMessage }) => (
        <li key={ticketId}>
          <article class="voyage">
            <header>
              <Heading>
                <a href={at.account(`/tickets/${ticketId}`)} dir="auto">
                  {subject}
                </a>
              </Heading>
              <p class="muted num">
                {number},{' '}
                <time dateTime={updatedAt}>
                  {tickets.changed(formats.moment(updatedAt, shop.timeZone))}
                </time>
              </p>
            </header>
            {lastMessage && (
              <p class="excerpt">
                <b>{lastMessage.from === 'staff' ? shop.name : tickets.you}</b>{' '}
                <bdi>{lastMessage.excerpt}</bdi>
              </p>
            )}
            <p class={state === 'pending' ? 'voyage-state good' : 'voyage-state'}>
              {tickets.states[state]}
            </p>
          </article>
        </li>
      ))}
    </ul>
  );
}
