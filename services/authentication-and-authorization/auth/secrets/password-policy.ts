import { fail } from '#kernel/result.ts';

const charactersLeast = 10;
const charactersMost = 128;

/** Stems of the commonest passwords: with digits and signs around them they are no better. */
const commonStems = new Set(
  `password passwort passw0rd p@ssword p@ssw0rd motdepasse contraseña contrasena senha wachtwoord
  qwerty qwertyuiop qwertz qwertzuiop azerty azertyuiop asdfghjkl asdfgh zxcvbnm qwertyui asdfghjk
  qazwsxedc qazwsx iloveyou ichliebedich letmein welcome willkommen bienvenue monkey dragon football
  baseball basketball superman batman sunshine princess shadow master michael charlie jordan jennifer
  trustno starwars pokemon liverpool chelsea arsenal computer internet whatever freedom secret changeme
  administrator admin adminadmin rootroot testtest test default guest login access abcdefgh abcdefghij
  abcdef abc hallo hello passwordpassword mustang access cheese summer winter spring autumn sommer
  fussball schalke liebe blink kontor shop einkaufen minecraft fortnite nothing lovely loveme babygirl
  q1w2e3r4t5 q1w2e3r4t5y6 1q2w3e4r5t 1q2w3e4r5t6y 1qaz2wsx3edc zaq12wsx a1b2c3d4e5 1a2b3c4d5e`
    .split(/\s+/)
    .filter(Boolean),
);
const rows = ['01234567890123456789', '09876543210987654321', 'abcdefghijklmnopqrstuvwxyz'];

/** Says what is wrong with a new password, in order; undefined when it may be taken. */
export function refusePassword(password: string, email: string | undefined) {
  const characters = Array.from(password).length;
  if (characters < charactersLeast) {
    const message = `A password has ${charactersLeast} characters or more; a few words make a good one.`;
    return fail('password_too_short', message, { characters });
  }
  if (characters > charactersMost) {
    const message = `A password has ${charactersMost} characters at most.`;
    return fail('password_too_long', message, { characters });
  }
  if (isCommon(password.toLowerCase(), email?.toLowerCase())) {
    const message = 'This password is among the first that are tried. Choose other words.';
    return fail('password_too_common', message);
  }
  return undefined;
}

function isCommon(password: string, email: string | undefined): boolean {
  if (new Set(password).size < 4 || /^(.{1,5})\1+$/.test(password)) return true;
  if (rows.some((row) => row.includes(password))) return true;
  if (email !== undefined && (password === email || password === email.split('@')[0])) return true;
  const stem = password.replace(/^[\d\W_]+|[\d\W_]+$/g, '');
  return commonStems.has(password) || commonStems.has(stem);
}
