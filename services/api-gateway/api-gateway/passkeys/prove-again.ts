import { auth } from '#contracts/auth/index.ts';
import { useCase } from '../desk/use-case.ts';
import { passkeysUnavailable, relyingPartyOf } from './relying-party.ts';

const { proveAgain: proves } = auth.operations;

/** Who is signed in shows once more that it is them, before what changes the account itself. */
export const proveAgain = useCase({
  name: 'proveAgain',
  kind: 'command',
  audience: 'store',
  access: 'owner',
  rateClass: 'sign_in',
  calls: [['auth', 'proveAgain']],
  failures: passkeysUnavailable,
  input: proves.input.omit({ relyingParty: true }),
  output: proves.output,
  perform: async (input, asking, gateway) => {
    const { invocation } = asking;
    if (!input.passkey) return gateway.call.auth.proveAgain(input, invocation);
    const here = relyingPartyOf(asking);
    if (!here.ok) return here;
    return gateway.call.auth.proveAgain({ ...input, relyingParty: here.value }, invocation);
  },
});
