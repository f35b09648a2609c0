import { domainToASCII, domainToUnicode } from 'node:url';

/**
 * The one form of an address by which people are told apart, wherever two addresses are compared:
 * letters that look or type alike are one letter, case is no difference, and the domain is as DNS
 * knows it. Dots and `+tags` stay, since only some providers ignore them. Mail is always sent to the
 * address as it was given by whoever proved to own it, never to what somebody types later.
 */
export function canonicalEmail(email: string): string {
  const normal = email.normalize('NFKC').trim().toLowerCase().normalize('NFKC');
  const at = normal.lastIndexOf('@');
  const domain = normal.slice(at + 1).replace(/\.$/, '');
  return `${normal.slice(0, at)}@${domainToASCII(domain) || domain}`;
}

/**
 * All that an address can be in small letters where it is kept as somebody wrote it: with its domain
 * as DNS knows it, and in letters. For the condition of a query on `lower(email)`.
 */
export function writtenForms(email: string): string[] {
  const canonical = canonicalEmail(email);
  const at = canonical.lastIndexOf('@');
  const inLetters = `${canonical.slice(0, at)}@${domainToUnicode(canonical.slice(at + 1))}`;
  return inLetters === canonical || inLetters.endsWith('@') ? [canonical] : [canonical, inLetters];
}
