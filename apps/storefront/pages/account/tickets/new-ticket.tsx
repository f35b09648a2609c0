import type { z } from 'zod';
import type { ticketShape } from '#contracts/support/ticket-shapes.ts';
import { FormFields } from '../../../layout/form-fields.tsx';
import { orderIn, type OrderRead } from '../../../layout/order-voyage.ts';
import { keyOf } from '../../../serving/once.ts';
import type { Page, PageRequest, Redirect } from '../../../serving/page.ts';
import { accountPage, signInFirst } from '../account-frame.tsx';
import { Field, type Wrong } from '../fields.tsx';
import { nothingSaid, saidOf, statusOf, type Said } from '../refusals.ts';
import { MessageField, writtenIn } from './message-field.tsx';
import { Tickets, type TicketList } from './tickets-page.tsx';

type Ticket = z.output<typeof ticketShape>;

interface Written {
  readonly subject: string;
  readonly message: string;
}

const nothingWritten: Written = { subject: '', message: '' };
/** About one order; there are hardly ever more, and all of them are in the list. */
const earlierMost = 10;

/** A question to the shop; below an order it is about that order. */
export async function newTicketPage(request: PageRequest): Promise<Page | Redirect> {
  return signInFirst(request) ?? writingPage(request, nothingWritten, nothingSaid);
}

export async function openTicket(request: PageRequest): Promise<Page | Redirect> {
  const unknown = signInFirst(request);
  if (unknown) return unknown;
  const { form, params, at, words } = request;
  const { orderId } = params;
  const written = {
    subject: writtenIn(form, 'subject'),
    message: writtenIn(form, 'message'),
  };
  const wrong = missingIn(written, words.account.wrong.missing);
  if (Object.keys(wrong).length > 0) {
    return writingPage(request, written, { alert: words.account.wrong.look, wrong });
  }
  const asked = orderId === undefined ? written : { ...written, orderId };
  const opened = await request.attempt('createTicket', asked, keyOf(form, 'ticket'));
  if (opened.ok) {
    const { ticketId } = opened.value as Ticket;
    return { status: 303, location: at.account(`/tickets/${ticketId}`, { done: 'ticket-opened' }) };
  }
  const said =
    opened.refused.code === 'too_many_tickets'
      ? { alert: words.account.tickets.tooMany, wrong: {} }
      : saidOf(request, opened.refused);
  return writingPage(request, written, said);
}

function missingIn(written: Written, said: string): Wrong {
  const missing = Object.entries(written).filter(([, text]) => text === '');
  return Object.fromEntries(missing.map(([name]) => [name, said]));
}

async function writingPage(
  request: PageRequest,
  written: Written,
  said: Said,
): Promise<Page | Redirect> {
  const { words, at, params } = request;
  const { tickets } = words.account;
  const { orderId } = params;
  if (orderId === undefined) {
    return accountPage(request, {
      section: 'tickets',
      title: tickets.write,
      alert: said.alert,
      status: statusOf(said),
      children: <WritingForm request={request} to="/tickets/new" written={written} said={said} />,
    });
  }
  const [read, earlier] = await Promise.all([
    request.ask('getOrder', { orderId }),
    request.attempt('listTickets', { orderId, limit: earlierMost }),
  ]);
  const order = orderIn(read);
  const orderPath = `/orders/${encodeURIComponent(orderId)}`;
  // Between the checkout and the order's row its page says so.
  if (!order) return { status: 303, location: at.account(orderPath) };
  return accountPage(request, {
    section: 'tickets',
    title: tickets.helpWith(order.orderNumber),
    alert: said.alert,
    status: statusOf(said),
    children: (
      <>
        <WritingForm request={request} to={`${orderPath}/help`} written={written} said={said} />
        {earlier.ok && <Earlier request={request} list={earlier.value as TicketList} />}
        <BackToOrder request={request} order={order} />
      </>
    ),
  });
}

function WritingForm({
  request,
  to,
  written,
  said: { wrong },
}: {
  request: PageRequest;
  to: string;
  written: Written;
  said: Said;
}) {
  const { words, at } = request;
  const { tickets } = words.account;
  return (
    <form class="fields" method="post" action={at.account(to)}>
      <p>{tickets.what}</p>
      <FormFields request={request} />
      <Field
        request={request}
        name="subject"
        label={tickets.subject}
        autoComplete="off"
        value={written.subject}
        wrong={wrong}
      />
      <MessageField label={tickets.message} value={written.message} wrong={wrong} />
      <button class="button">{tickets.send}</button>
    </form>
  );
}

/** What was asked about the order before: it can be gone on with there. */
function Earlier({ request, list: { items } }: { request: PageRequest; list: TicketList }) {
  if (items.length === 0) return null;
  return (
    <section aria-labelledby="earlier">
      <h2 id="earlier">{request.words.account.tickets.earlier}</h2>
      <Tickets request={request} items={items} heading="h3" />
    </section>
  );
}

function BackToOrder({
  request: { words, at },
  order: { orderId, orderNumber },
}: {
  request: PageRequest;
  order: OrderRead;
}) {
  return (
    <p>
      <a class="more num" href={at.account(`/orders/${orderId}`)}>
        {words.account.orders.see(orderNumber)}
      </a>
    </p>
  );
}
