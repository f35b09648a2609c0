import type { z } from 'zod';
import type { ticketShape, ticketSummary } from '#contracts/support/ticket-shapes.ts';
import { newId } from '#kernel/ids.ts';
import { html, type Markup } from './markup.ts';
import { directionOf, type Wording } from './wording.ts';
import type { Words } from './words/words.ts';

export type TicketSummary = z.output<typeof ticketSummary>;
export type Ticket = z.output<typeof ticketShape>;

/** As much as anybody writes; the API takes more. */
const messageCharacters = 5_000;

/** The questions about an order, and a form for another one. */
export function ticketsOf(tickets: readonly TicketSummary[], words: Words): Markup {
  const each = tickets.map(
    ({ ticketId, number, subject, state }) =>
      html`<li>
        <span
          ><a href="/o/tickets/${ticketId}" dir="auto">${subject}</a><br /><span class="soft"
            ><span class="num">${number}</span> · ${words.ticketStates[state] ?? ''}</span
          ></span
        >
      </li>`,
  );
  const list =
    each.length === 0
      ? null
      : html`<ul class="lines">
          ${each}
        </ul>`;
  return html`<section>
    <h2>${words.tickets}</h2>
    ${list}
    <details>
      <summary>${words.writeToUs}</summary>
      <form class="bare" method="post" action="/o/tickets">
        <p id="tickets-what">${words.ticketsWhat}</p>
        ${onceField()}<label for="subject">${words.subject}</label
        ><input id="subject" name="subject" required maxlength="200" autocomplete="off" />
        <label for="message">${words.message}</label>
        ${messageField('tickets-what')}<button class="main" type="submit">
          ${words.sendMessage}
        </button>
      </form>
    </details>
  </section>`;
}

interface Shown {
  readonly ticket: Ticket;
  readonly shopName: string;
  readonly wording: Wording;
  readonly timeZone: string;
  /** What came of what was asked before. */
  readonly said: string | undefined;
}

/** One question with what both sides wrote, the oldest first. */
export function ticketView({ ticket, shopName, wording, timeZone, said }: Shown): Markup {
  const { language, locale, words } = wording;
  const back = directionOf(language) === 'rtl' ? '→' : '←';
  const { ticketId, subject, number, state, messages } = ticket;
  const moment = new Intl.DateTimeFormat(locale, {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone,
  });
  const each = messages.map(
    ({ from, message, createdAt }) =>
      html`<li class="${from}">
        <p class="soft">
          <strong>${from === 'staff' ? shopName : words.fromYou}</strong>
          <time datetime="${createdAt}">${moment.format(new Date(createdAt))}</time>
        </p>
        <p class="written" dir="auto">${message}</p>
      </li>`,
  );
  return html`<p><a href="/o">${back} ${words.backToOrder}</a></p>
    <h1 dir="auto">${subject}</h1>
    ${said === undefined ? null : html`<div class="tell" role="alert"><p>${said}</p></div>`}
    <p class="soft"><span class="num">${number}</span> · ${words.ticketStates[state] ?? ''}</p>
    <ol class="letters">
      ${each}
    </ol>
    ${state === 'closed' ? null : answerForm(ticketId, words)}`;
}

function answerForm(ticketId: string, words: Words): Markup {
  return html`<form method="post" action="/o/tickets/${ticketId}">
    ${onceField()}<label for="message">${words.answer}</label> ${messageField(undefined)}<button
      class="main"
      type="submit"
    >
      ${words.sendMessage}
    </button>
  </form>`;
}

/** Pressed twice, a form is sent once. */
function onceField(): Markup {
  return html`<input type="hidden" name="once" value="${newId()}" />`;
}

function messageField(describedBy: string | undefined): Markup {
  const described = describedBy === undefined ? null : html` aria-describedby="${describedBy}"`;
  return html`<textarea
    id="message"
    name="message"
    rows="6"
    required
    maxlength="${messageCharacters}"
    ${described}
  ></textarea>`;
}
