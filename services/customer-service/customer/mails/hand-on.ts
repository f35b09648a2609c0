import { hasPermission } from '#kernel/actor.ts';
import { fail } from '#kernel/result.ts';
import type { Handlers, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import { askedBy, customerNotFound } from '../customer-store.ts';

type Context = ServiceContext<'customer'>;
type TicketNames =
  | 'listTickets'
  | 'getTicket'
  | 'openTicket'
  | 'addTicketMessage'
  | 'listOutgoingAnswers'
  | 'undoAnswer'
  | 'solveTicket'
  | 'changeTicket'
  | 'listCannedAnswers'
  | 'putCannedAnswer'
  | 'removeCannedAnswer';
type NotificationNames =
  | 'listMessages'
  | 'getMessage'
  | 'getMessageContent'
  | 'retryMessage'
  | 'listTemplates'
  | 'getTemplate'
  | 'putTemplate'
  | 'resetTemplate'
  | 'previewTemplate'
  | 'getMailTemplate'
  | 'putMailTemplate'
  | 'resetMailTemplate'
  | 'previewMailTemplate'
  | 'previewOrderMail'
  | 'getPreferences'
  | 'putPreferences'
  | 'listMessageReviews'
  | 'listSuppressions'
  | 'liftSuppression'
  | 'receiveEmailWebhook'
  | 'receiveSmsWebhook'
  | 'getMailSubscription'
  | 'putMailSubscription'
  | 'resendMessage'
  | 'listOutgoingMessages'
  | 'undoResend'
  | 'getMailSender'
  | 'sendTestMail';

/** Tickets are support's, which checks whose they are; whose orders are whose is known here. */
export function handOnToSupport({
  call: { support },
  database,
}: Context): Pick<Handlers<'customer'>, TicketNames> {
  return {
    listTickets: (input, invocation) => support.listTickets(input, invocation),
    getTicket: (input, invocation) => support.getTicket(input, invocation),
    addTicketMessage: (input, invocation) => support.addTicketMessage(input, invocation),
    listOutgoingAnswers: (input, invocation) => support.listOutgoingAnswers(input, invocation),
    undoAnswer: (input, invocation) => support.undoAnswer(input, invocation),
    solveTicket: (input, invocation) => support.solveTicket(input, invocation),
    changeTicket: (input, invocation) => support.changeTicket(input, invocation),
    listCannedAnswers: (input, invocation) => support.listCannedAnswers(input, invocation),
    putCannedAnswer: (input, invocation) => support.putCannedAnswer(input, invocation),
    removeCannedAnswer: (input, invocation) => support.removeCannedAnswer(input, invocation),
    async openTicket(input, invocation) {
      const { actor } = invocation;
      // Order has told whose the order is, and support reads it: nothing is looked up here.
      if (input.orderSeal !== undefined) return support.openTicket(input, invocation);
      const whose = askedBy(actor, input.customerId, 'support:write');
      const orderId = input.orderId ?? null;
      const row = await database.first<{ orderKnown: boolean }>(
        sql`
          select ${orderId}::uuid is null or exists (
            select from customer_order o
            where o.order_id = ${orderId}::uuid and o.customer_id = customer.id) as order_known
          from customer where ${whose}`,
        invocation,
      );
      if (!row) {
        return hasPermission(actor, 'support:write') || actor.kind === 'customer'
          ? customerNotFound()
          : fail('forbidden', 'Sign in as a customer to open a ticket.');
      }
      if (!row.orderKnown) {
        return fail('order_not_found', 'There is no such order of this customer.');
      }
      return support.openTicket(input, invocation);
    },
  };
}

/** Messages, templates and preferences are notification's, which checks who may. */
export function handOnToNotification({
  call: { notification },
}: Context): Pick<Handlers<'customer'>, NotificationNames> {
  return {
    listMessages: (input, invocation) => notification.listMessages(input, invocation),
    getMessage: (input, invocation) => notification.getMessage(input, invocation),
    getMessageContent: (input, invocation) => notification.getMessageContent(input, invocation),
    retryMessage: (input, invocation) => notification.retryMessage(input, invocation),
    resendMessage: (input, invocation) => notification.resendMessage(input, invocation),
    listOutgoingMessages: (input, invocation) =>
      notification.listOutgoingMessages(input, invocation),
    undoResend: (input, invocation) => notification.undoResend(input, invocation),
    getMailSender: (input, invocation) => notification.getMailSender(input, invocation),
    sendTestMail: (input, invocation) => notification.sendTestMail(input, invocation),
    listTemplates: (input, invocation) => notification.listTemplates(input, invocation),
    getTemplate: (input, invocation) => notification.getTemplate(input, invocation),
    putTemplate: (input, invocation) => notification.putTemplate(input, invocation),
    resetTemplate: (input, invocation) => notification.resetTemplate(input, invocation),
    previewTemplate: (input, invocation) => notification.previewTemplate(input, invocation),
    getMailTemplate: (input, invocation) => notification.getMailTemplate(input, invocation),
    putMailTemplate: (input, invocation) => notification.putMailTemplate(input, invocation),
    resetMailTemplate: (input, invocation) => notification.resetMailTemplate(input, invocation),
    previewOrderMail: (input, invocation) => notification.previewOrderMail(input, invocation),
    previewMailTemplate: (input, invocation) => notification.previewMailTemplate(input, invocation),
    getPreferences: (input, invocation) => notification.getPreferences(input, invocation),
    putPreferences: (input, invocation) => notification.putPreferences(input, invocation),
    listMessageReviews: (input, invocation) => notification.listMessageReviews(input, invocation),
    listSuppressions: (input, invocation) => notification.listSuppressions(input, invocation),
    liftSuppression: (input, invocation) => notification.liftSuppression(input, invocation),
    receiveEmailWebhook: (input, invocation) => notification.receiveEmailWebhook(input, invocation),
    receiveSmsWebhook: (input, invocation) => notification.receiveSmsWebhook(input, invocation),
    getMailSubscription: (input, invocation) => notification.getMailSubscription(input, invocation),
    putMailSubscription: (input, invocation) => notification.putMailSubscription(input, invocation),
  };
}
