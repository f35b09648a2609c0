/** One kind of character, so many times. */
interface Part {
  readonly fits: RegExp;
  readonly least: number;
  readonly most: number;
}

const part =
  /(\\[dws.\\[\](){}*+?|^$/-]|\[\^?(?:\\.|[^\\\]])+\]|[^\\[\](){}*+?|^$])(\{\d{1,3}(?:,\d{0,3})?\}|[?*+])?/uy;

/**
 * How a text has to look, from end to end: a row of characters with how often each may come. What
 * shoppers type is held against it, so it has no groups and no alternatives: it is looked at in one
 * walk, and no text can keep a process busy. Undefined: it is no such pattern.
 */
export function readPattern(source: string): readonly Part[] | undefined {
  const parts: Part[] = [];
  part.lastIndex = 0;
  while (part.lastIndex < source.length) {
    const found = part.exec(source);
    if (!found) return undefined;
    const [least, most] = timesOf(found[2]);
    if (most < least) return undefined;
    try {
      parts.push({ fits: new RegExp(`^${found[1]!}$`, 'su'), least, most });
    } catch {
      return undefined;
    }
  }
  return parts;
}

function timesOf(reported: string | undefined): [least: number, most: number] {
  if (reported === undefined) return [1, 1];
  if (reported === '?') return [0, 1];
  if (reported === '*') return [0, Infinity];
  if (reported === '+') return [1, Infinity];
  const [least = '', most] = reported.slice(1, -1).split(',');
  if (most === undefined) return [Number(least), Number(least)];
  return [Number(least), most === '' ? Infinity : Number(most)];
}

/** Whether the whole text looks like that. */
export function fitsPattern(parts: readonly Part[], text: string): boolean {
  const characters = Array.from(text);
  let places = new Set([0]);
  for (const { fits, least, most } of parts) {
    const next = new Set<number>();
    for (const place of places) {
      let at = place;
      if (least === 0) next.add(place);
      while (at < characters.length && at - place < most && fits.test(characters[at]!)) {
        at += 1;
        if (at - place >= least) next.add(at);
      }
    }
    places = next;
    if (places.size === 0) return false;
  }
  return places.has(characters.length);
}
