/**
 * Addresses of the pictures that a shop keeps. They follow from what the picture is, so what they lead
 * to never changes: `/media/<sha256>/<width>x<height>.<type>` is the picture itself, and
 * `/media/<sha256>/<width>.<format>` one of its sizes, made when it is first needed.
 */

/** In CSS pixels of the width; no other size is made. */
export const mediaWidths = [320, 640, 960, 1_280, 1_920] as const;
/** What a size can be asked for in. */
export const sizeFormats = ['webp', 'avif', 'jpg'] as const;
/** What a picture is kept as. */
export const mediaTypes = ['jpg', 'png', 'webp', 'gif', 'svg'] as const;

export type SizeFormat = (typeof sizeFormats)[number];
export type MediaType = (typeof mediaTypes)[number];

/** A picture as its address tells it: width and height in pixels, after it was turned upright. */
export interface KeptPicture {
  readonly sha256: string;
  readonly width: number;
  readonly height: number;
  readonly type: MediaType;
}

export type MediaFile =
  | ({ readonly kind: 'original' } & Omit<KeptPicture, 'sha256'>)
  | { readonly kind: 'size'; readonly width: number; readonly format: SizeFormat };

const original = /^(\d{1,5})x(\d{1,5})\.(jpg|png|webp|gif|svg)$/;
const size = /^(\d{3,4})\.(webp|avif|jpg)$/;
const address = /^\/media\/([0-9a-f]{64})\/([\dx]{1,11}\.\w{3,4})$/;

export function mediaAddress({ sha256, ...picture }: KeptPicture): string {
  return `/media/${sha256}/${fileNameOf(picture)}`;
}

/** The name that its address ends with, and its file has. */
export function fileNameOf({ width, height, type }: Omit<KeptPicture, 'sha256'>): string {
  return `${width}x${height}.${type}`;
}

export function sizeAddress(sha256: string, width: number, format: SizeFormat): string {
  return `/media/${sha256}/${width}.${format}`;
}

/** The address of a picture that is shown small: its least size where the shop keeps it. */
export function smallAddress(url: string): string {
  const kept = keptPictureOf(url);
  return kept && kept.type !== 'svg' ? sizeAddress(kept.sha256, mediaWidths[0], 'webp') : url;
}

/** The address of a picture for those who take JPEG alone, and no more than they show. */
export function sharedAddress(url: string): string {
  const kept = keptPictureOf(url);
  return kept && kept.type !== 'svg' ? sizeAddress(kept.sha256, 1_280, 'jpg') : url;
}

/** What a file of a picture is by its name; undefined for widths and forms that there are none of. */
export function mediaFileOf(name: string): MediaFile | undefined {
  const sized = size.exec(name);
  if (sized) {
    const width = Number(sized[1]);
    if (!(mediaWidths as readonly number[]).includes(width)) return undefined;
    return { kind: 'size', width, format: sized[2] as SizeFormat };
  }
  const [, width, height, type] = original.exec(name) ?? [];
  if (type === undefined) return undefined;
  return {
    kind: 'original',
    width: Number(width),
    height: Number(height),
    type: type as MediaType,
  };
}

/** The picture that an address leads to; undefined where it is none that the shop keeps. */
export function keptPictureOf(url: string): KeptPicture | undefined {
  const [, sha256, name] = address.exec(url) ?? [];
  const file = name === undefined ? undefined : mediaFileOf(name);
  if (sha256 === undefined || file?.kind !== 'original') return undefined;
  const { width, height, type } = file;
  return { sha256, width, height, type };
}

/** Widths that sizes of a picture differ in: those below its own, and the next, which is as wide as it. */
export function widthsOf({ type, width }: Pick<KeptPicture, 'type' | 'width'>): number[] {
  // What is drawn of lines is sharp at any width.
  if (type === 'svg') return [];
  const above = mediaWidths.findIndex((one) => one >= width);
  return mediaWidths.slice(0, above === -1 ? mediaWidths.length : above + 1);
}
