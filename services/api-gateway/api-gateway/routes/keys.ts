import { useCaseRoute, type Route } from '../declaring/route.ts';
import { readSigningKeys } from '../identity/read-signing-keys.ts';

export const keyRoutes: readonly Route[] = [
  useCaseRoute({
    method: 'GET',
    path: '/.well-known/jwks.json',
    tag: 'Identity',
    summary: 'Read the public keys of access tokens',
    cache: 'public, max-age=300',
    performs: readSigningKeys,
  }),
];
