import { inflateSync } from 'node:zlib';

const pixelsMax = 4_000_000;
/** Where these stand, whoever draws the picture looks for its pixels elsewhere, and finds none. */
const animating = new Set(['acTL', 'fcTL', 'fdAT']);
const onceOnly = new Set(['IHDR', 'PLTE', 'tRNS']);

/**
 * Whether a picture in Base64 can be printed on documents: a whole PNG, neither interlaced nor
 * animated, or a JPEG. What is taken here never keeps a document from being printed.
 */
export function isReadable(base64: string): boolean {
  const bytes = Buffer.from(base64, 'base64');
  return bytes[0] === 0xff ? isJpeg(bytes) : isPng(bytes);
}

function isJpeg(bytes: Buffer): boolean {
  if (bytes.length < 64 || bytes.readUInt16BE(bytes.length - 2) !== 0xffd9) return false;
  for (let at = 2; at + 9 < bytes.length;) {
    const marker = bytes[at + 1]!;
    if (bytes[at] !== 0xff) return false;
    // Baseline or progressive; what else there is few programs can show.
    if (marker >= 0xc0 && marker <= 0xc2)
      return isSize(bytes.readUInt16BE(at + 7), bytes.readUInt16BE(at + 5));
    at += 2 + bytes.readUInt16BE(at + 2);
  }
  return false;
}

function isPng(bytes: Buffer): boolean {
  const data: Buffer[] = [];
  const kinds = new Set<string>();
  let [ended, header]: [boolean, Buffer | undefined] = [false, undefined];
  for (let at = 8; at + 12 <= bytes.length && !ended;) {
    const length = bytes.readUInt32BE(at);
    const kind = bytes.toString('latin1', at + 4, at + 8);
    const body = bytes.subarray(at + 8, at + 8 + length);
    if (body.length < length) return false;
    if (animating.has(kind) || (onceOnly.has(kind) && kinds.has(kind))) return false;
    kinds.add(kind);
    if (kind === 'IHDR') header = body;
    if (kind === 'IDAT') data.push(body);
    ended = kind === 'IEND';
    at += 12 + length;
  }
  if (!ended || header?.length !== 13 || data.length === 0) return false;
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const [depth, colours] = [header[8]!, header[9]!];
  const samples = [1, 0, 3, 1, 2, 0, 4][colours] ?? 0;
  // Eight bits for each sample, or fewer without transparency.
  const shallow =
    [1, 2, 4].includes(depth) && (colours === 0 || colours === 3) && !kinds.has('tRNS');
  if (!isSize(width, height) || samples === 0 || (depth !== 8 && !shallow)) return false;
  if (header[10] !== 0 || header[11] !== 0 || header[12] !== 0) return false;
  if (colours === 3 && !kinds.has('PLTE')) return false;
  return areRows(Buffer.concat(data), height, 1 + Math.ceil((width * samples * depth) / 8));
}

/** Whether the pixels are there, and each row says in one of the five known ways how it is written. */
function areRows(packed: Buffer, height: number, rowBytes: number): boolean {
  const expected = height * rowBytes;
  try {
    const pixels = inflateSync(packed, { maxOutputLength: expected + 1 });
    if (pixels.length !== expected) return false;
    for (let at = 0; at < expected; at += rowBytes) if (pixels[at]! > 4) return false;
    return true;
  } catch {
    return false;
  }
}

function isSize(width: number, height: number): boolean {
  return width > 0 && height > 0 && width * height <= pixelsMax;
}
