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
  calls: [['customer', 'changeTicket']],
  input: changeTicket.input,
  output: changeTicket.output,
  perform: async (input, { invocation }, { call }) => {
    const { assigneeId: staffId } = input;
    if (staffId !== undefined && staffId !== null) {
      const asking = { ...invocation, actor: systemActor('api-gateway') };
      const found = await call.auth.isActiveStaff({ staffId }, asking);
      if (!found.ok) return found;
      if (!found.value.active) {
        return fail(
          'assignee_not_staff',
          'Assign the ticket to a member of the staff who can sign in.',
        );
      }
    }
    return call.customer.changeTicket(input, invocation);
  },
});
