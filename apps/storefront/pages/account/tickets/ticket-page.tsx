import type { z } from 'zod';
import type { ticketShape } from '#contracts/support/ticket-shapes.ts';
import { FormFields } from '../../../layout/form-fields.tsx';
import { orderIn } from '../../../layout/order-voyage.ts';
import { keyOf } from '../../../serving/once.ts';
import type { Page, PageRequest, Redirect } from '../../../serving/page.ts';
import { PageRefused } from '../../../serving/page-refused.ts';
import { accountPage, signInFirst } from '../account-frame.tsx';
import { nothingSaid, saidOf, type Said } from '../refusals.ts';
import { MessageField, writtenIn } from './message-field.tsx';

type Ticket = z.output<typeof ticketShape>;

/** What both sides wrote, and a form for what comes next. */
export async function ticketPage(request: PageRequest): Promise<Page | Redirect> {
  return signInFirst(request) ?? conversation(request, '', nothingSaid, 200);
}

/** A message opens the ticket again, unless it is closed. */
export async function answerTicket(request: PageRequest): Promise<Page | Redirect> {
  const unknown = signInFirst(request);
  if (unknown) return unknown;
  const { form, params, words } = request;
  const { wrong, tickets } = words.account;
  const ticketId = params['ticketId']!;
  const message = writtenIn(form, 'message');
  if (message === '') {
    const said = { alert: wrong.look, wrong: { message: wrong.missing } };
    return conversation(request, message, said, 422);
  }
  const sent = await request.attempt(
    'createTicketMessage',
    { ticketId, message },
    keyOf(form, 'ticket-message'),
  );
  if (sent.ok) return { status: 303, location: pathTo(request, 'ticket-answered') };
  switch (sent.refused.code) {
    case 'ticket_state_conflict':
      return conversation(request, message, { alert: tickets.closed, wrong: {} }, 409);
    case 'ticket_full':
      return conversation(request, message, { alert: tickets.full, wrong: {} }, 409);
    default:
      return conversation(request, message, saidOf(request, sent.refused), 422);
  }
}

/** The customer has what was needed. */
export async function settleTicket(request: PageRequest): Promise<Page | Redirect> {
  const unknown = signInFirst(request);
  if (unknown) return unknown;
  const settled = await request.attempt('solveTicket', { ticketId: request.params['ticketId']! });
  if (settled.ok) return { status: 303, location: pathTo(request, 'ticket-settled') };
  const { status, retryAfterSeconds } = settled.refused;
  // The shop was faster, and the page says how it stands.
  if (status === 409) return { status: 303, location: pathTo(request) };
  throw new PageRefused(status === 400 || status === 422 ? 404 : status, retryAfterSeconds);
}

function pathTo({ at, params }: PageRequest, done?: string): string {
  return at.account(`/tickets/${encodeURIComponent(params['ticketId']!)}`, { done });
}

async function conversation(
  request: PageRequest,
  message: string,
  said: Said,
  status: 200 | 409 | 422,
): Promise<Page> {
  const { words, at, params } = request;
  const { tickets } = words.account;
  const ticket = await request.ask<Ticket>('getTicket', { ticketId: params['ticketId'] });
  const { orderId, state, subject, number } = ticket;
  const read = orderId === null ? undefined : await request.attempt('getOrder', { orderId });
  // A conversation is of use without the order that it is about.
  const order = read?.ok ? orderIn(read.value) : undefined;
  return accountPage(request, {
    section: 'tickets',
    title: subject,
    alert: said.alert,
    status,
    children: (
      <div class="order">
        <p class="muted num">
          {number}
          {order && (
            <>
              {', '}
              <a class="text-link" href={at.account(`/orders/${order.orderId}`)}>
                {words.account.orders.title(order.orderNumber)}
              </a>
            </>
          )}
        </p>
        <p class="order-state">{tickets.states[state]}</p>
        <Letters request={request} ticket={ticket} />
        {state === 'closed' ? (
          <p>{tickets.closed}</p>
        ) : (
          <form class="fields" method="post" action={pathTo(request)}>
            <FormFields request={request} />
            <MessageField label={tickets.answer} value={message} wrong={said.wrong} />
            <button class="button">{tickets.send}</button>
          </form>
        )}
        {(state === 'open' || state === 'pending') && <Settle request={request} />}
        <p>
          <a class="more" href={at.account('/tickets')}>
            {tickets.all}
          </a>
        </p>
      </div>
    ),
  });
}

/** Oldest first; internal notes are never among them. */
function Letters({ request, ticket }: { request: PageRequest; ticket: Ticket }) {
  const { words, formats, shop } = request;
  return (
    <ol class="letters">
      {ticket.messages.map(({ messageId, from, message, createdAt }) => (
        <li key={messageId} class={from}>
          <p class="muted">
            <b>{from === 'staff' ? shop.name : words.account.tickets.you}</b>{' '}
            <time class="num" dateTime={createdAt}>
              {formats.moment(createdAt, shop.timeZone)}
            </time>
          </p>
          <p class="written" dir="auto">
            {message}
          </p>
        </li>
      ))}
    </ol>
  );
}

function Settle({ request }: { request: PageRequest }) {
  const { tickets } = request.words.account;
  return (
    <form class="cancel" method="post" action={`${pathTo(request)}/settle`}>
      <FormFields request={request} />
      <p id="settle-what">{tickets.settleWhat}</p>
      <button class="button plain" aria-describedby="settle-what">
        {tickets.settle}
      </button>
    </form>
  );
}
