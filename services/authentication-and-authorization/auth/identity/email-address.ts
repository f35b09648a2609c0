import { domainToASCII } from 'node:url';

/**
 * The one form of an address by which accounts are told apart: letters that look or type alike are
 * one letter, case is no difference, and the domain is as DNS knows it. Dots and `+tags` stay,
 * since only some providers ignore them. Mail is always sent to the address as it was given by
 * whoever proved to own it, never to what somebody types later.
 */
export function canonicalEmail(email: string): string {
  const normal = email.normalize('NFKC').trim().toLowerCase().normalize('NFKC');
  const at = normal.lastIndexOf('@');
  const domain = normal.slice(at + 1).replace(/\.$/, '');
  return `${normal.slice(0, at)}@${domainToASCII(domain) || domain}`;
}
