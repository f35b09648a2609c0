import { customer } from '#contracts/customer/index.ts';
import { systemActor } from '#kernel/actor.ts';
import { fail } from '#kernel/result.ts';
import { useCase } from '../desk/use-case.ts';

const { changeTicket } = customer.operations;

/** Only auth knows who is staff, and support has no arrow to it: the gateway asks before the change. */
export const changeTicketAsStaff = useCase({
  name: 'adminUpdateTicket',
  kind: 'command',
  audience: 'admin',
  access: 'support:write',
  calls: [
    ['customer', 'changeTicket'],
    ['customer', 'getTicket'],
  ],
  input: changeTicket.input,
  output: changeTicket.output,
  perform: async (input, { invocation }, { call }) => {
    const { assigneeId: staffId } = input;
    if (staffId !== undefined && staffId !== null) {
      const ticket = await call.customer.getTicket({ ticketId: input.ticketId }, invocation);
      if (!ticket.ok) return ticket;
      const asking = { ...invocation, actor: systemActor('api-gateway') };
      // A ticket stays in its channel: whoever cannot see it there would never answer it.
      const { channel } = ticket.value;
      const found = await call.auth.isActiveStaff({ staffId, channel }, asking);
      if (!found.ok) return found;
      if (!found.value.active) {
        return fail(
          'assignee_not_staff',
          'Assign the ticket to a member of the staff who can sign in and works in its channel.',
        );
      }
    }
    return call.customer.changeTicket(input, invocation);
  },
});
