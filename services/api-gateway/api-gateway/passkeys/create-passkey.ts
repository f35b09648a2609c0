import { auth } from '#contracts/auth/index.ts';
import { useCase } from '../desk/use-case.ts';
import { passkeysUnavailable, relyingPartyOf } from './relying-party.ts';

const { createPasskey: creates } = auth.operations;

/** Keeps the passkey that the browser made, if it was made for the host that is asked. */
export const createPasskey = useCase({
  name: 'createPasskey',
  kind: 'command',
  audience: 'store',
  access: 'owner',
  rateClass: 'sign_in',
  calls: [['auth', 'createPasskey']],
  failures: passkeysUnavailable,
  input: creates.input.omit({ relyingParty: true }),
  output: creates.output,
  perform: async (input, asking, gateway) => {
    const here = relyingPartyOf(asking);
    if (!here.ok) return here;
    const made = { ...input, relyingParty: here.value };
    return gateway.call.auth.createPasskey(made, asking.invocation);
  },
});
