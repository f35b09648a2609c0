import { z } from 'zod';
import { ok } from '#kernel/result.ts';
import { useCase } from '../desk/use-case.ts';

/** The public keys of access tokens, as the gateway itself knows them. */
export const readSigningKeys = useCase({
  name: 'getJwks',
  kind: 'query',
  audience: 'store',
  identity: 'ignored',
  access: 'public',
  calls: [['auth', 'getJwks']],
  input: z.strictObject({}),
  output: z
    .strictObject({ keys: z.array(z.record(z.string(), z.unknown())) })
    .meta({ id: 'JsonWebKeySet' }),
  perform: async (_input, { invocation }, { keys }) => {
    const read = await keys.read(invocation.traceparent);
    return ok({ keys: read.keys.map((key) => ({ ...key })) });
  },
});
