import { z } from 'zod';
import { auth } from '#contracts/auth/index.ts';
import { useCase } from '../desk/use-case.ts';
import { passkeysUnavailable, relyingPartyOf } from './relying-party.ts';

const { beginPasskey: begins, beginPasskeyProof: beginsProof } = auth.operations;

/** What the browser is handed to make a passkey with, for the host that was asked. */
export const beginPasskey = useCase({
  name: 'beginPasskey',
  kind: 'command',
  audience: 'store',
  access: 'owner',
  rateClass: 'sign_in',
  calls: [['auth', 'beginPasskey']],
  failures: passkeysUnavailable,
  input: z.strictObject({}),
  output: begins.output,
  perform: async (_input, asking, gateway) => {
    const here = relyingPartyOf(asking);
    if (!here.ok) return here;
    return gateway.call.auth.beginPasskey({ relyingParty: here.value }, asking.invocation);
  },
});

/**
 * What the browser is handed to show a passkey of the host with: at the door and, in a session, to
 * prove again who it is. A page may ask for it as it opens, so it counts as a change, not a sign-in.
 */
export const beginPasskeyProof = useCase({
  name: 'beginPasskeyProof',
  kind: 'command',
  audience: 'store',
  access: 'public',
  identity: 'ignored',
  calls: [['auth', 'beginPasskeyProof']],
  failures: passkeysUnavailable,
  input: z.strictObject({}),
  output: beginsProof.output,
  perform: async (_input, asking, gateway) => {
    const here = relyingPartyOf(asking);
    if (!here.ok) return here;
    return gateway.call.auth.beginPasskeyProof({ relyingParty: here.value }, asking.invocation);
  },
});
