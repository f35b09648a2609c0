import { domainToASCII, domainToUnicode } from 'node:url';

/** What RFC 5322 calls an atom, with the letters of RFC 6531. */
const atom = /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+$/u;
/** RFC 5321's Quoted-string and its letters of RFC 6531; blanks are those of ASCII. */
const quotedLocal = /^"(?=[^"]*[^" ])(?:[\p{L}\p{M}\p{N} !#-;=?-[\]-~]|\\["\\])+"$/u;
const localBytesMax = 64;
const domainLettersMax = 253;

/**
 * An address as it is kept: its domain as DNS knows it where it was written in other letters than
 * those of ASCII, signs of full width as everybody types them, and without quotes that nothing asks
 * for. What is no address stays as it was given.
 */
export function writtenEmail(given: string): string {
  const text = given.normalize('NFC').trim().replace('＠', '@');
  const at = text.lastIndexOf('@');
  if (at < 1) return text;
  const domain = text.slice(at + 1);
  const local = unquoted(inAscii(text.slice(0, at)));
  // eslint-disable-next-line no-control-regex -- all of ASCII
  const isPlain = /^[\x00-\x7f]*$/.test(domain);
  const known = isPlain || !isInLetters(domain) ? domain : domainToASCII(domain);
  return `${local}@${known || domain}`;
}

/**
 * Whether mail can be sent to it, as far as its form tells: RFC 5321 with the letters of RFC 6531.
 * Quoted local parts are taken as the standard has them, but for pointed brackets and blanks alone:
 * those end an address on its way through mail servers.
 */
export function isEmail(text: string): boolean {
  const at = text.lastIndexOf('@');
  const local = text.slice(0, Math.max(at, 0));
  const domain = text.slice(at + 1);
  if (new TextEncoder().encode(local).length > localBytesMax) return false;
  return (isDotted(local) || quotedLocal.test(local)) && isDomain(domain);
}

/** A name of the Internet's, under a domain that is no number. */
function isDomain(domain: string): boolean {
  if (!isInLetters(domain)) return false;
  const ascii = domainToASCII(domain);
  if (ascii === '' || ascii.length > domainLettersMax) return false;
  const labels = ascii.split('.');
  const areSound = labels.every((label) => /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(label));
  return areSound && labels.length > 1 && /^(?!\d+$).{2,}$/.test(labels.at(-1)!);
}

/** Before DNS is asked: it would decode what is escaped, and drop what ends a host. */
function isInLetters(domain: string): boolean {
  return /^[\p{L}\p{M}\p{N}.。．｡\p{Join_C}\p{So}·・-]+$/u.test(domain);
}

/** `ａｄａ` of a Japanese keyboard; letters that are no others' width stay. */
function inAscii(local: string): string {
  const plain = local.normalize('NFKC');
  return /^[\x21-\x7e]+$/.test(plain) ? plain : local;
}

/** Without quotes that nothing asks for, and with no more escapes inside than are needed. */
function unquoted(local: string): string {
  const inner = /^"((?:[^"\\]|\\.)*)"$/.exec(local)?.[1]?.replaceAll(/\\(.)/g, '$1');
  if (inner === undefined) return local;
  return isDotted(inner) ? inner : `"${inner.replaceAll(/["\\]/g, '\\$&')}"`;
}

function isDotted(local: string): boolean {
  return local.split('.').every((part) => atom.test(part));
}

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
