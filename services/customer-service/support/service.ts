import { listAuditEntries } from '#platform/data/audit-entries.ts';
import { replayDeadLetters } from '#platform/stories/replay-dead-letters.ts';
import { listWaitingWork } from '#platform/stories/waiting-work.ts';
import { countOpenTickets } from './count-open-tickets.ts';
import { defineService, each } from '#platform/calls/service.ts';
import { hintsOf } from '#platform/hints/hint-source.ts';
import { addTicketMessage, answerWaiting } from './add-ticket-message.ts';
import { listOutgoing, outdatedOutgoing, undoOutgoing } from '#platform/stories/outgoing.ts';
import { listCannedAnswers, putCannedAnswer, removeCannedAnswer } from './canned-answers.ts';
import { changeTicket, solveTicket } from './change-ticket.ts';
import { onEmailConfirmed } from './on-email-confirmed.ts';
import { openTicket } from './open-ticket.ts';
import { getTicket, listTickets } from './read-tickets.ts';

export const supportService = defineService({
  name: 'support',
  migrations: new URL('./migrations/', import.meta.url),
  hints: { ticket: hintsOf('ticket') },
  open(context) {
    return {
      operations: {
        listAuditEntries: listAuditEntries(context),
        listWaitingWork: listWaitingWork(context, { counts: [countOpenTickets(context)] }),
        replayDeadLetters: replayDeadLetters(context),
        listTickets: listTickets(context),
        getTicket: getTicket(context),
        openTicket: openTicket(context),
        addTicketMessage: addTicketMessage(context),
        listOutgoingAnswers: listOutgoing(context),
        undoAnswer: undoOutgoing(context, 'undoAnswer', 'answer'),
        solveTicket: solveTicket(context),
        changeTicket: changeTicket(context),
        listCannedAnswers: listCannedAnswers(context),
        putCannedAnswer: putCannedAnswer(context),
        removeCannedAnswer: removeCannedAnswer(context),
      },
      subscriptions: { 'auth.email_confirmed': each(onEmailConfirmed) },
      stories: [answerWaiting(context)],
      outdated: outdatedOutgoing(),
    };
  },
});
