import { z } from 'zod';
import { id, pageOf, wholeList } from '#contracts/shapes.ts';
import { systemActor } from '#kernel/actor.ts';
import { ok } from '#kernel/result.ts';
import { useCase } from '../desk/use-case.ts';

const assignee = z
  .strictObject({
    staffId: id,
    name: z
      .string()
      .nullable()
      .meta({ description: 'Null of a member who gave none', examples: ['Ida Hansen'] }),
  })
  .meta({ id: 'TicketAssignee' });

/**
 * Who can answer tickets in the channels of whoever asks, by name alone: all else of staff is for
 * those who manage it. Only auth knows them.
 */
export const listTicketAssignees = useCase({
  name: 'adminListTicketAssignees',
  kind: 'query',
  audience: 'admin',
  access: 'support:read',
  calls: [['auth', 'listAssignees']],
  input: z.strictObject({}),
  output: pageOf(assignee),
  perform: async (_asked, { invocation }, { call }) => {
    const { channels } = invocation.actor;
    const asked = {
      permission: 'support:write' as const,
      channels: channels === '*' ? channels : [...channels],
    };
    const asking = { ...invocation, actor: systemActor('api-gateway') };
    const found = await call.auth.listAssignees(asked, asking);
    return found.ok ? ok(wholeList(found.value.items)) : found;
  },
});
