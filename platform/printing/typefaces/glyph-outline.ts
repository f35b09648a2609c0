import type { Font, Path } from 'fontkit';

interface Subset {
  glyphEncoder: { encodeSimple: (path: Path) => Uint8Array };
}

/** A weight that is cut from a variable font, so that it can be put into a document. */
export function embeddable(font: Font): Font {
  const create = font.createSubset.bind(font);
  font.createSubset = () => {
    const subset = create();
    // fontkit 2.0.4 writes outlines with a call that its own library does not take any more.
    (subset as unknown as Subset).glyphEncoder = { encodeSimple };
    return subset;
  };
  return font;
}

/** An outline in the form of the table `glyf`: contours of points, each on or beside the curve. */
function encodeSimple(path: Path): Uint8Array {
  const points: { x: number; y: number; flag: number }[] = [];
  const ends: number[] = [];
  for (const { command, args } of path.commands) {
    for (let at = 0; at < args.length; at += 2) {
      const flag = command === 'quadraticCurveTo' && at === 0 ? 0 : 1;
      points.push({ x: Math.round(args[at]!), y: Math.round(args[at + 1]!), flag });
    }
    if (command === 'closePath') ends.push(points.length - 1);
  }
  if (points.length === 0) return new Uint8Array(0);
  const length = 10 + 2 * ends.length + 2 + points.length * 5;
  const bytes = Buffer.alloc(Math.ceil(length / 4) * 4);
  const xs = points.map(({ x }) => x);
  const ys = points.map(({ y }) => y);
  let at = 0;
  const short = (value: number): void => {
    at = bytes.writeInt16BE(value, at);
  };
  for (const value of [ends.length, Math.min(...xs), Math.min(...ys)]) short(value);
  for (const value of [Math.max(...xs), Math.max(...ys), ...ends, 0]) short(value);
  for (const { flag } of points) at = bytes.writeUInt8(flag, at);
  for (const axis of [xs, ys]) axis.forEach((value, nth) => short(value - (axis[nth - 1] ?? 0)));
  return bytes;
}
