import PdfDocument from 'pdfkit';
import { printable } from './printable-text.ts';

export const pageEdges = { left: 56, right: 539, top: 52, bottom: 752 } as const;
export const colours = { ink: '#1c2430', soft: '#66707f', line: '#d9dee5', accent: '#0b5d66' };

export interface TextStyle {
  readonly size?: number;
  readonly bold?: boolean;
  readonly colour?: string;
  readonly align?: 'left' | 'right';
}

/** A4 pages written from top to bottom; `y` is where the next thing goes. Lengths are points. */
export class PdfSheet {
  y: number = pageEdges.top;
  private readonly pdf: PDFKit.PDFDocument;
  private readonly onPage: () => void;

  /** `onPage` is called after each page break, to repeat what heads every page. */
  constructor(info: { title: string; author: string; createdAt: Date }, onPage: () => void) {
    this.onPage = onPage;
    this.pdf = new PdfDocument({
      size: 'A4',
      // Nothing flows by itself: this class alone breaks pages.
      margin: 0,
      bufferPages: true,
      compress: true,
      info: {
        Title: printable(info.title),
        Author: printable(info.author),
        CreationDate: info.createdAt,
        ModDate: info.createdAt,
      },
    });
  }

  /** Writes within a column and tells how high it became. */
  text(value: string, x: number, y: number, width: number, style: TextStyle = {}): number {
    this.use(style);
    const shown = printable(value);
    const { align = 'left' } = style;
    this.pdf
      .fillColor(style.colour ?? colours.ink)
      .text(shown, x, y, { width, align, lineGap: 1.5 });
    return this.pdf.heightOfString(shown, { width, lineGap: 1.5 });
  }

  heightOf(value: string, width: number, style: TextStyle = {}): number {
    this.use(style);
    return this.pdf.heightOfString(printable(value), { width, lineGap: 1.5 });
  }

  rule(y: number, from: number = pageEdges.left, to: number = pageEdges.right, width = 0.7): void {
    this.pdf.moveTo(from, y).lineTo(to, y).lineWidth(width).strokeColor(colours.line).stroke();
  }

  block(x: number, y: number, width: number, height: number, colour: string): void {
    this.pdf.rect(x, y, width, height).fill(colour);
  }

  /** Begins a new page when so much does not fit on this one. */
  need(height: number): void {
    if (this.y + height <= pageEdges.bottom) return;
    this.pdf.addPage({ size: 'A4', margin: 0 });
    this.y = pageEdges.top;
    this.onPage();
  }

  /** Writes on every page, once all are there. */
  async finish(footer: (page: number, pages: number) => void): Promise<Buffer> {
    const { start, count } = this.pdf.bufferedPageRange();
    for (let page = start; page < start + count; page += 1) {
      this.pdf.switchToPage(page);
      footer(page - start + 1, count);
    }
    const chunks: Buffer[] = [];
    const ended = new Promise<Buffer>((resolve, reject) => {
      this.pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
      this.pdf.on('end', () => resolve(Buffer.concat(chunks)));
      this.pdf.on('error', reject);
    });
    this.pdf.end();
    return ended;
  }

  private use({ size = 9.5, bold = false }: TextStyle): void {
    this.pdf.font(bold ? 'Helvetica-Bold' : 'Helvetica').fontSize(size);
  }
}
