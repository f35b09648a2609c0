export const otherJsonOfAuth = {
  'signing_key.public_jwk':
    'a public key as RFC 7517 writes it, which says itself of what kind it is',
  'credential.public_data': 'empty: no credential that there is has any',
  'saved_view.state':
    'what a page of a front-end wrote for itself; the shop keeps it and never looks into it',
};
