/** Bounds of ranges: 1, 2 and 5 times each power of ten, on both sides of nought. */
const steps = [1, 2, 5];
const rangesOfPower = steps.length;

/**
 * The number of the range of a value: ranges grow with what is in them, so few of them hold the
 * numbers of any field. 0 is the range from nought to below 0.001.
 */
export function numberRangeOf(value: number): number {
  let range = 0;
  if (value >= 0) {
    while (boundAt(range + 1) <= value) range += 1;
    return range;
  }
  while (boundAt(range) > value) range -= 1;
  return range;
}

const smallest = -3;

/** The lower bound of a range. */
export function boundAt(range: number): number {
  if (range === 0) return 0;
  const place = Math.abs(range) - 1;
  const power = smallest + Math.floor(place / rangesOfPower);
  const bound = Number(`${steps[place % rangesOfPower]!}e${power}`);
  return range < 0 ? -bound : bound;
}
