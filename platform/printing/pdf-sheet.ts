import PdfDocument from 'pdfkit';
import { hasRightToLeft } from './typefaces/reading-order.ts';
import { TypeSetter, type Line, type Measure, type Run } from './typefaces/set-lines.ts';
import type { OpenTypefaces } from './typefaces/open-typefaces.ts';

export const pageEdges = { left: 56, right: 539, top: 52, bottom: 752 } as const;
export const colours = { ink: '#1c2430', soft: '#5c6675', line: '#d9dee5', accent: '#0b5d66' };
const page = { width: 595.28, height: 841.89 };

export interface TextStyle {
  readonly size?: number;
  readonly bold?: boolean;
  readonly colour?: string;
  readonly align?: 'left' | 'right';
  /** What it is to those who have the document read to them; `none` is not read. */
  readonly role?: Role;
}
export type Role = 'H1' | 'H2' | 'P' | 'TH' | 'TD' | 'none';
type Group = 'Table' | 'TR';

export interface SheetInfo {
  readonly title: string;
  readonly author: string;
  readonly createdAt: Date;
  readonly language: string;
}

/**
 * A4 pages written from top to bottom; `y` is where the next thing goes. Lengths are points. In a
 * language that is written from right to left the whole page is mirrored.
 */
export class PdfSheet {
  y: number = pageEdges.top;
  /** Below which nothing but the footer is written. */
  bottom: number = pageEdges.bottom;
  readonly setter: TypeSetter;
  private readonly pdf: PDFKit.PDFDocument;
  private readonly onPage: () => void;
  private readonly mirrored: boolean;
  private readonly tree: PDFKit.PDFStructureElement[];
  private readonly registered = new Set<string>();

  /** `onPage` is called after each page break, to repeat what heads every page. */
  constructor(info: SheetInfo, typefaces: OpenTypefaces, onPage: () => void) {
    this.onPage = onPage;
    this.mirrored = textInfoOf(info.language).direction === 'rtl';
    this.setter = new TypeSetter(typefaces, this.mirrored ? 'rtl' : 'auto');
    const { title, author, createdAt, language } = info;
    this.pdf = new PdfDocument({
      size: 'A4',
      // Nothing flows by itself: this class alone breaks pages.
      margin: 0,
      bufferPages: true,
      compress: true,
      pdfVersion: '1.7',
      subset: 'PDF/UA' as never,
      tagged: true,
      displayTitle: true,
      lang: language,
      font: '',
      info: { Title: title, Author: author, CreationDate: createdAt, ModDate: createdAt },
    });
    const document = this.pdf.struct('Document');
    this.pdf.addStructure(document);
    this.tree = [document];
  }

  /** Writes within a column and tells how high it became. */
  text(value: string, x: number, y: number, width: number, style: TextStyle = {}): number {
    const { size = 9.5, align = 'left', role = 'P' } = style;
    const lines = this.setter.setLines(value, width, this.measureOf(style));
    const right = (align === 'right') !== this.mirrored;
    const from = this.mirrored ? page.width - x - width : x;
    this.marked(role, value, () => {
      this.pdf.fillColor(style.colour ?? colours.ink);
      lines.forEach((line, nth) => {
        const baseline = y + nth * leading(size) + size;
        const slack = right ? width - this.widthOf(line, style) : 0;
        this.drawLine(line, from + slack, baseline, style);
      });
    });
    return lines.length * leading(size);
  }

  heightOf(value: string, width: number, style: TextStyle = {}): number {
    const { size = 9.5 } = style;
    return this.setter.setLines(value, width, this.measureOf(style)).length * leading(size);
  }

  rule(y: number, from: number = pageEdges.left, to: number = pageEdges.right, width = 0.7): void {
    const [start, end] = this.mirrored ? [page.width - to, page.width - from] : [from, to];
    this.decoration(() => {
      this.pdf.moveTo(start, y).lineTo(end, y).lineWidth(width).strokeColor(colours.line).stroke();
    });
  }

  block(x: number, y: number, width: number, height: number, colour: string): void {
    const from = this.mirrored ? page.width - x - width : x;
    this.decoration(() => this.pdf.rect(from, y, width, height).fill(colour));
  }

  /** Draws a PNG or JPEG into a box and tells how high it became; `said` is read in its place. */
  async picture(
    bytes: Buffer,
    x: number,
    y: number,
    box: { readonly width: number; readonly height: number },
    said: string,
  ): Promise<number> {
    const { openImage } = this.pdf as unknown as { openImage: (bytes: Buffer) => unknown };
    const image = openImage.call(this.pdf, bytes) as {
      width: number;
      height: number;
      image?: unknown;
    };
    const scale = Math.min(box.width / image.width, box.height / image.height);
    const [width, height] = [image.width * scale, image.height * scale];
    const from = this.mirrored ? page.width - x - width : x;
    this.figure(said, [from, y, from + width, y + height], () => {
      this.pdf.image(image as never, from, y, { width, height });
    });
    // A transparent picture is taken apart meanwhile: what follows stands behind it, each time.
    while (image.image) await new Promise((resolve) => setImmediate(resolve));
    return height;
  }

  /** Draws the dark squares of a code; `said` is read in its place. */
  squares(
    dark: readonly (readonly boolean[])[],
    x: number,
    y: number,
    size: number,
    said: string,
  ): void {
    const side = dark.length * size;
    const from = this.mirrored ? page.width - x - side : x;
    this.figure(said, [from, y, from + side, y + side], () => {
      this.pdf.fillColor(colours.ink);
      dark.forEach((row, down) => {
        for (let at = 0; at < row.length; at += 1) {
          const start = at;
          while (row[at]) at += 1;
          const top = y + down * size;
          if (at > start) this.pdf.rect(from + start * size, top, (at - start) * size, size);
        }
      });
      this.pdf.fill();
    });
  }

  private figure(said: string, bbox: [number, number, number, number], draw: () => void): void {
    const content = this.pdf.markStructureContent('Figure');
    draw();
    this.pdf.endMarkedContent();
    const options = { alt: said, bbox, placement: 'Block' as const };
    this.tree.at(-1)!.add(this.pdf.struct('Figure', options, [content as never]));
  }

  /** What is written until it is closed belongs together: a table, or a row of one. */
  open(kind: Group): PDFKit.PDFStructureElement {
    const element = this.pdf.struct(kind);
    this.tree.at(-1)!.add(element);
    this.tree.push(element);
    return element;
  }

  close(element: PDFKit.PDFStructureElement): void {
    this.tree.pop();
    element.end();
  }

  /** Begins a new page when so much does not fit on this one. */
  need(height: number): void {
    if (this.y + height <= this.bottom) return;
    this.pdf.addPage({ size: 'A4', margin: 0 });
    this.y = pageEdges.top;
    this.onPage();
  }

  /** Writes on every page, once all are there. */
  async finish(footer: (page: number, pages: number) => void): Promise<Buffer> {
    const { start, count } = this.pdf.bufferedPageRange();
    for (let at = start; at < start + count; at += 1) {
      this.pdf.switchToPage(at);
      footer(at - start + 1, count);
    }
    this.tree[0]!.end();
    const chunks: Buffer[] = [];
    const ended = new Promise<Buffer>((resolve, reject) => {
      this.pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
      this.pdf.on('end', () => resolve(Buffer.concat(chunks)));
      this.pdf.on('error', reject);
    });
    this.pdf.end();
    return ended;
  }

  private marked(role: Role, value: string, write: () => void): void {
    if (role === 'none') return this.decoration(write);
    // What stands from right to left is on the page in the order in which it is seen.
    const options = hasRightToLeft(value) ? { actual: value } : {};
    const content = this.pdf.markStructureContent(role);
    write();
    this.pdf.endMarkedContent();
    this.tree.at(-1)!.add(this.pdf.struct(role, options, [content as never]));
  }

  private decoration(write: () => void): void {
    this.pdf.markContent('Artifact', { type: 'Layout' });
    write();
    this.pdf.endMarkedContent();
  }

  private drawLine(line: Line, x: number, baseline: number, style: TextStyle): void {
    let at = x;
    for (const run of line) {
      this.use(run, style);
      const options = { lineBreak: false, baseline: 'alphabetic' as const, ...featuresOf(run) };
      this.pdf.text(run.text, at, baseline, options);
      at += this.pdf.widthOfString(run.text, options);
    }
  }

  private widthOf(line: Line, style: TextStyle): number {
    const measure = this.measureOf(style);
    return line.reduce((sum, run) => sum + measure(run), 0);
  }

  private measureOf(style: TextStyle): Measure {
    return (run) => {
      this.use(run, style);
      return this.pdf.widthOfString(run.text, featuresOf(run));
    };
  }

  private use({ font }: Run, { size = 9.5, bold = false }: TextStyle): void {
    const open = font.weights[bold ? 700 : 400];
    const name = open.postscriptName;
    if (!this.registered.has(name)) this.pdf.registerFont(name, open as never);
    this.registered.add(name);
    this.pdf.font(name).fontSize(size);
  }
}

/** Given, a run is set as a whole; else word by word, which is remembered. */
function featuresOf({ whole }: Run): { features?: PDFKit.Mixins.OpenTypeFeatures[] } {
  return whole ? { features: [] } : {};
}

/** From one line to the next. */
function leading(size: number): number {
  return size * 1.36;
}

function textInfoOf(language: string): { direction: string } {
  const locale = new Intl.Locale(language) as unknown as {
    getTextInfo: () => { direction: string };
  };
  return locale.getTextInfo();
}
