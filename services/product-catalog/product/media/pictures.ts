import type sharpLibrary from 'sharp';
import type { Sharp } from 'sharp';
import { productLimits as limits } from '#contracts/product/limits.ts';
import type { MediaType, SizeFormat } from '#kernel/media/media-address.ts';
import { PictureQueue } from './picture-queue.ts';
import { sanitiseSvg } from './sanitise-svg.ts';
import { formOf, type PictureForm } from './sniff-picture.ts';

export interface CleanPicture {
  readonly bytes: Buffer;
  readonly type: MediaType;
  readonly width: number;
  readonly height: number;
}

export type Unfit = 'picture_type_unsupported' | 'picture_unreadable' | 'picture_too_large';

type RasterForm = Exclude<PictureForm, 'svg'>;

const workSeconds = 10;
/** Everything else that the library could read is switched off: no drawings, no documents, no files. */
const loaders = ['JpegBuffer', 'PngBuffer', 'WebpBuffer', 'HeifBuffer', 'NsgifBuffer'];

let library: Promise<typeof sharpLibrary> | undefined;

/** Loaded when the first picture comes: a shop that starts, or has none, does without. */
function sharpLoaded(): Promise<typeof sharpLibrary> {
  library ??= import('sharp').then(({ default: sharp }) => {
    sharp.concurrency(1);
    sharp.cache(false);
    sharp.block({ operation: ['VipsForeignLoad'] });
    sharp.unblock({ operation: loaders.map((name) => `VipsForeignLoad${name}`) });
    return sharp;
  });
  return library;
}

/** Reads and writes pictures, off the event loop, one at a time. */
export class Pictures {
  private readonly queue: PictureQueue;

  constructor(queue = new PictureQueue()) {
    this.queue = queue;
  }

  /**
   * A picture as the shop keeps it: written anew, so that it is nothing else beside a picture; upright;
   * in sRGB; without EXIF, places, and names of people and programs.
   */
  async clean(bytes: Buffer): Promise<CleanPicture | Unfit> {
    const form = formOf(bytes);
    if (form === undefined) return 'picture_type_unsupported';
    if (form === 'svg') {
      const drawn = sanitiseSvg(bytes);
      return drawn ? { ...drawn, type: 'svg' } : 'picture_unreadable';
    }
    return this.queue.run(() => written(bytes, form));
  }

  /** One size of a kept picture, never larger than it is; of one that moves its first frame. */
  size(original: Buffer, width: number, format: SizeFormat, isAwaited: boolean): Promise<Buffer> {
    const work = () => resized(original, width, format);
    return isAwaited ? this.queue.run(work) : this.queue.runBehind(work);
  }
}

async function written(bytes: Buffer, form: RasterForm): Promise<CleanPicture | Unfit> {
  const sharp = await sharpLoaded();
  const moves = form === 'gif' || form === 'webp';
  const picture = sharp(bytes, {
    failOn: 'error',
    limitInputPixels: limits.mediaPixels,
    animated: moves,
  });
  try {
    const { hasAlpha, width, pageHeight, height } = await picture.metadata();
    if (Math.max(width, pageHeight ?? height) > limits.mediaSidePixels) return 'picture_too_large';
    const type = typeOf(form, hasAlpha);
    const { data, info } = await encoded(picture.autoOrient(), type)
      .timeout({ seconds: workSeconds })
      .toBuffer({ resolveWithObject: true });
    return { bytes: data, type, width: info.width, height: info.pageHeight ?? info.height };
  } catch (error) {
    // The library tells by words alone.
    return /pixel limit/i.test(String(error)) ? 'picture_too_large' : 'picture_unreadable';
  }
}

/** AVIF takes a core for minutes to write anew: what came in it is kept in what is nearest. */
function typeOf(form: RasterForm, hasAlpha: boolean): Exclude<MediaType, 'svg'> {
  if (form === 'jpeg') return 'jpg';
  if (form === 'avif') return hasAlpha ? 'webp' : 'jpg';
  return form;
}

function encoded(picture: Sharp, type: MediaType): Sharp {
  if (type === 'jpg') return picture.jpeg({ quality: 92 });
  if (type === 'png') return picture.png();
  if (type === 'gif') return picture.gif({ effort: 3 });
  return picture.webp({ quality: 92, effort: 2 });
}

async function resized(original: Buffer, width: number, format: SizeFormat): Promise<Buffer> {
  const sharp = await sharpLoaded();
  const picture = sharp(original, { failOn: 'error', limitInputPixels: limits.mediaPixels })
    .resize({ width, withoutEnlargement: true })
    .timeout({ seconds: workSeconds });
  if (format === 'webp') return picture.webp({ quality: 80, effort: 3 }).toBuffer();
  // Behind what is clear, as on the page; and AVIF by its quickest ways, for it is the slowest by far.
  if (format === 'jpg') {
    return picture.flatten({ background: '#fff' }).jpeg({ quality: 80, mozjpeg: true }).toBuffer();
  }
  return picture.avif({ quality: 58, effort: width > 640 ? 0 : 2 }).toBuffer();
}
