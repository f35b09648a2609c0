import type { FocalPoint } from '#contracts/product/media/media-url.ts';
import { keptPictureOf, sizeAddress, widthsOf } from '#kernel/media/media-address.ts';

/** How wide a square place is: `[up to this width of the window, in this unit]`, the widest last. */
type Box = readonly (readonly [upTo: string | null, width: number, unit: 'vw' | 'rem'])[];

/** As `look/shop.css` lays them out. */
const boxes = {
  /** One of four cards in a row, three, or two. */
  card: [
    ['56rem', 46, 'vw'],
    ['70rem', 31, 'vw'],
    [null, 17.5, 'rem'],
  ],
  /** The large one of a page. */
  main: [
    ['56rem', 100, 'vw'],
    ['75rem', 51, 'vw'],
    [null, 38.5, 'rem'],
  ],
  /** One of four below it. */
  small: [
    ['56rem', 24, 'vw'],
    [null, 9, 'rem'],
  ],
  /** Beside a line of a cart or of an order. */
  line: [[null, 6, 'rem']],
  summary: [[null, 3.5, 'rem']],
} as const satisfies Record<string, Box>;

/** In pixels: what a place is reserved by where nobody knows the picture's own size. */
const sides = { card: 400, main: 800, small: 400, line: 96, summary: 56 };

export interface PictureProps {
  readonly url: string;
  readonly alt: string;
  readonly box: keyof typeof boxes;
  /** What has to be seen where it is cut; the middle unless told. */
  readonly focal?: FocalPoint | undefined;
  /** `first`: before all others; `lead`: at once; otherwise when it comes near. */
  readonly turn?: 'first' | 'lead' | 'later';
}

/**
 * A picture in a place. Of one that the shop keeps a browser takes the size that it needs; its address
 * says width and height. Others are shown as they are.
 */
export function Picture({ url, alt, box, focal, turn = 'later' }: PictureProps) {
  const when = {
    loading: turn === 'later' ? 'lazy' : undefined,
    fetchpriority: turn === 'first' ? 'high' : undefined,
    decoding: turn === 'first' ? undefined : 'async',
    class: focal && focalClass(focal),
  } as const;
  const kept = keptPictureOf(url);
  const side = sides[box];
  if (!kept) return <img src={url} alt={alt} width={side} height={side} {...when} />;
  const { sha256, width, height } = kept;
  const widths = widthsOf(kept);
  const all = widths.map((one) => `${sizeAddress(sha256, one, 'webp')} ${Math.min(one, width)}w`);
  return (
    <img
      src={widths.length === 0 ? url : sizeAddress(sha256, widths[1] ?? widths[0]!, 'jpg')}
      srcset={all.length > 1 ? all.join(', ') : undefined}
      sizes={all.length > 1 ? sizesOf(boxes[box], width / height) : undefined}
      alt={alt}
      width={width}
      height={height}
      {...when}
    />
  );
}

/** In tenths, as `look/focal.css` has them: pages have no styles of their own. */
function focalClass({ x, y }: FocalPoint): string {
  return `fx-${Math.round(x / 10)} fy-${Math.round(y / 10)}`;
}

/** The sign of a shop, as wide as its staff say: sharp on each screen, and what is drawn of lines as it is. */
export function LogoPicture({ logo, alt }: { logo: Logo; alt: string }) {
  const { url, width, height } = logo;
  const kept = keptPictureOf(url);
  const widths = kept ? widthsOf(kept) : [];
  return (
    <picture>
      {kept && widths.length > 0 && (
        <source
          type="image/webp"
          srcset={widths
            .map((one) => `${sizeAddress(kept.sha256, one, 'webp')} ${Math.min(one, kept.width)}w`)
            .join(', ')}
          sizes={`${shownWidth(logo)}px`}
        />
      )}
      <img class="brand-logo" src={url} alt={alt} width={width} height={height} />
    </picture>
  );
}

type Logo = Readonly<Record<'width' | 'height', number>> & { readonly url: string };

/** In pixels, as high as the head of a page lets it be. */
const logoHeight = 40;

function shownWidth({ width, height }: Logo): number {
  return Math.ceil(width * Math.min(1, logoHeight / height));
}

/** A picture covers its square: one that is wider than high has to be as much wider. */
function sizesOf(box: Box, ratio: number): string {
  const wider = Math.max(1, Math.min(ratio, 4));
  return box
    .map(([upTo, width, unit]) => {
      const length = `${Math.round(width * wider * 10) / 10}${unit}`;
      return upTo === null ? length : `(max-width: ${upTo}) ${length}`;
    })
    .join(', ');
}
