export const otherJsonOfAuth = {
  'signing_key.public_jwk':
    'a public key as RFC 7517 writes it, which says itself of what kind it is',
  'credential.public_data': 'empty: no credential that there is has any',
};
