import { z } from 'zod';
import { ok } from '#kernel/result.ts';
import { useCase } from '../desk/use-case.ts';
import { browserSession, nobody } from './session-shape.ts';

/** Who the browser is that asks. One that is nobody stays so: nothing is set by looking. */
export const getBrowserSession = useCase({
  name: 'getBrowserSession',
  kind: 'query',
  audience: 'store',
  access: 'public',
  calls: [['auth', 'getAccount']],
  input: z.strictObject({}),
  output: browserSession,
  perform: async (_input, { invocation, session }, { call }) => {
    if (!session) return ok(nobody);
    const { kind, sessionId = null, notice = null, endsAt = null } = session;
    const told = { ...nobody, notice };
    if (kind === 'none') return ok(told);
    if (kind === 'guest') return ok({ ...told, kind, guestId: invocation.actor.id, endsAt });
    const read = await call.auth.getAccount({}, invocation);
    return read.ok ? ok({ ...told, kind, account: read.value, sessionId, endsAt }) : read;
  },
});
