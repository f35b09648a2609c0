import { createCipheriv } from 'node:crypto';
import { crc32 } from 'node:zlib';
import sharp from 'sharp';

/** A picture of the first colour at its left and the second at its right; `seed` makes it another one. */
export function halves(width: number, height: number, seed = 0) {
  const side = { width: Math.floor(width / 2), height, channels: 3 } as const;
  return sharp({ create: { ...side, width, background: { r: seed, g: 0, b: 255 } } }).composite([
    { input: { create: { ...side, background: '#f00' } }, gravity: 'west' },
  ]);
}

/** As a telephone that is held upright writes it: lying, with the turn, the place and the person beside. */
export function fromTelephone(width: number, height: number): Promise<Buffer> {
  return halves(width, height)
    .withExif({
      IFD0: { Artist: 'Ada Sievers', Model: 'Telephone 9' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '53/1 32/1 0/1' },
    })
    .withMetadata({ orientation: 6 })
    .jpeg({ quality: 95 })
    .toBuffer();
}

/** A drawing with all that a drawing can do besides drawing. */
export const wildSvg = `<?xml version="1.0"?>
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 40 20" onload="alert(1)">
<script>alert(2)</script><style>@import url(https://evil.example/a.css)</style>
<foreignObject><body xmlns="http://www.w3.org/1999/xhtml"><iframe src="https://evil.example"/></body></foreignObject>
<a xlink:href="javascript:alert(3)"><rect width="40" height="20" fill="url(#sky)" onclick="alert(4)"/></a>
<image href="https://evil.example/pixel.png"/><use xlink:href="https://evil.example/a.svg#x"/><use href="#sky"/>
<animate attributeName="href" to="javascript:alert(5)"/><set attributeName="onload" to="alert(6)"/>
<defs><linearGradient id="sky"><stop offset="0" style="stop-color:#fff;fill:url(https://evil.example/b)"/></linearGradient></defs>
<rect fill="url('https://evil.example/c')" width="1" height="1"/></svg>`;

/** What no form of picture can pack; the same each time. */
export function noiseOf(bytes: number): Buffer {
  const key = Buffer.alloc(32, 7);
  return createCipheriv('aes-256-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(bytes));
}

/** Some hundred bytes that say to be so many pixels. */
export async function bomb(width: number, height: number): Promise<Buffer> {
  const small = await sharp({ create: { width: 1, height: 1, channels: 3, background: '#000' } })
    .png()
    .toBuffer();
  // Width and height stand in the header, whose checksum follows; readers that check it refuse it as well.
  small.writeUInt32BE(width, 16);
  small.writeUInt32BE(height, 20);
  small.writeUInt32BE(crc32(small.subarray(12, 29)), 29);
  return small;
}
