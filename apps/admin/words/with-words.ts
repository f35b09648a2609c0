import { spokenLanguage, wordsIn } from './language.ts';

/** A part of a page that comes with its words, for where the page around it does without them. */
export async function withWords<Part>(read: () => Promise<Part>): Promise<Part> {
  const [part] = await Promise.all([read(), wordsIn(spokenLanguage())]);
  return part;
}
