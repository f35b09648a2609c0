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
 * walk for each part, and no text can keep a process busy. Undefined: it is no such pattern.
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

/** Whether the whole text looks like that: one walk for each part, however many ways there are. */
export function fitsPattern(parts: readonly Part[], text: string): boolean {
  const characters = Array.from(text);
  const { length } = characters;
  let places = new Uint8Array(length + 1);
  places[0] = 1;
  for (const { fits, least, most } of parts) {
    const ends = endsOfRuns(characters, fits);
    // How many places a range of ends begins at, less how many one is over at.
    const turns = new Int32Array(length + 2);
    for (let place = 0; place <= length; place += 1) {
      const [first, last] = [place + least, Math.min(place + most, ends[place]!)];
      if (places[place] === 0 || first > last) continue;
      turns[first]! += 1;
      turns[last + 1]! -= 1;
    }
    const next = new Uint8Array(length + 1);
    let open = 0;
    for (let place = 0; place <= length; place += 1) {
      open += turns[place]!;
      if (open > 0) next[place] = 1;
    }
    places = next;
  }
  return places[length] === 1;
}

/** For each place how far characters of the kind go from there. */
function endsOfRuns(characters: readonly string[], fits: RegExp): Int32Array {
  const known = new Map<string, boolean>();
  const isFit = (character: string): boolean => {
    let fit = known.get(character);
    if (fit === undefined) known.set(character, (fit = fits.test(character)));
    return fit;
  };
  const ends = new Int32Array(characters.length + 1).fill(characters.length);
  for (let place = characters.length - 1; place >= 0; place -= 1) {
    if (!isFit(characters[place]!)) ends[place] = place;
    else ends[place] = ends[place + 1]!;
  }
  return ends;
}
