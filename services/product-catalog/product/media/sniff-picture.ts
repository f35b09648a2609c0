/** What a picture comes in. */
export type PictureForm = 'jpeg' | 'png' | 'webp' | 'avif' | 'gif' | 'svg';

const svgStart =
  /^(?:\uFEFF)?\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--[^]{0,2000}?-->\s*)*(?:<!DOCTYPE svg[^>[]{0,300}>\s*)?(?:<!--[^]{0,2000}?-->\s*)*<svg[\s>]/i;

/** The form by what the bytes say; names and declared types are whatever somebody wrote. */
export function formOf(bytes: Buffer): PictureForm | undefined {
  const text = (from: number, to: number) => bytes.toString('latin1', from, to);
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'jpeg';
  if (text(0, 8) === '\u0089PNG\r\n\u001A\n') return 'png';
  if (text(0, 4) === 'RIFF' && text(8, 12) === 'WEBP') return 'webp';
  if (text(0, 6) === 'GIF87a' || text(0, 6) === 'GIF89a') return 'gif';
  if (text(4, 8) === 'ftyp' && /avi[fs]/.test(text(8, 64))) return 'avif';
  return svgStart.test(bytes.toString('utf8', 0, 8_192)) ? 'svg' : undefined;
}
