import { code128 } from '#platform/printing/code-128.ts';
import { letOthersIn } from '#platform/printing/let-others-in.ts';
import { colours, pageEdges, PdfSheet } from '#platform/printing/pdf-sheet.ts';
import { openTypefaces, type OpenTypefaces } from '#platform/printing/typefaces/open-typefaces.ts';
import { paperWordsIn } from './paper-words.ts';

const { left, right } = pageEdges;
const width = right - left;
const barHeight = 26;

export interface SlipLine {
  readonly sku: string;
  readonly title: string;
  readonly quantity: number;
}

export interface Slip {
  readonly orderNumber: string;
  readonly locale: string;
  readonly createdAt: string;
  /** As it stands on a parcel, line by line. */
  readonly address: readonly string[];
  readonly delivery: string | null;
  readonly lines: readonly SlipLine[];
}

export interface PickLine extends SlipLine {
  readonly orderNumbers: readonly string[];
}

export interface PickList {
  readonly locale: string;
  readonly printedAt: string;
  readonly lines: readonly PickLine[];
  /** Where there is more than it shows: of so many parts it is. */
  readonly most: number | undefined;
}

/** Slips in one file, each on a page of its own. */
export function renderSlips(slips: readonly Slip[]): Promise<Buffer> {
  const [first] = slips as [Slip, ...Slip[]];
  const words = paperWordsIn(first.locale);
  const title =
    slips.length === 1 ? `${words.packingSlip} ${first.orderNumber}` : words.packingSlip;
  return render({ title, locale: first.locale, at: first.createdAt }, slips, async (sheet) => {
    for (const [at, slip] of slips.entries()) {
      if (at > 0) sheet.need(Number.MAX_SAFE_INTEGER);
      drawSlip(sheet, slip);
      await letOthersIn();
    }
  });
}

export function renderPickList(list: PickList): Promise<Buffer> {
  const words = paperWordsIn(list.locale);
  const head = { title: words.pickList, locale: list.locale, at: list.printedAt };
  return render(head, list, async (sheet) => {
    heading(sheet, words.pickList);
    note(sheet, `${words.printed} ${moment(list.printedAt, list.locale)}`);
    if (list.most !== undefined) note(sheet, words.more(list.most));
    sheet.y += 10;
    const columns = [
      { head: words.sku, x: left, width: 110, of: ({ sku }: PickLine) => sku },
      { head: words.article, x: left + 120, width: 190, of: ({ title }: PickLine) => title },
      { head: words.pieces, x: left + 315, width: 45, of: piecesOf, isNumber: true },
      {
        head: words.orders,
        x: left + 375,
        width: width - 375,
        of: ({ orderNumbers }: PickLine) => orderNumbers.join(', '),
      },
    ];
    await table(sheet, columns, list.lines);
  });
}

interface Heading {
  readonly title: string;
  readonly locale: string;
  readonly at: string;
}

/** Drawn once more where names asked for letters that were not foreseen. */
async function render(
  { title, locale, at }: Heading,
  content: unknown,
  draw: (sheet: PdfSheet) => Promise<void>,
): Promise<Buffer> {
  const words = paperWordsIn(locale);
  let letters = JSON.stringify([content, words]);
  for (;;) {
    const typefaces: OpenTypefaces = await openTypefaces(letters, [words.language]);
    const info = { title, author: 'Kontor', createdAt: new Date(at), language: words.language };
    const sheet = new PdfSheet(info, typefaces, () => undefined);
    await draw(sheet);
    const bytes = await sheet.finish((page, pages) => {
      const said = words.page(page, pages);
      const style = { size: 8, colour: colours.soft, align: 'right', role: 'none' } as const;
      sheet.text(said, left, pageEdges.bottom + 28, width, style);
    });
    if (sheet.setter.missing.size === 0) return bytes;
    letters += [...sheet.setter.missing].join('');
  }
}

function drawSlip(sheet: PdfSheet, slip: Slip): void {
  const { orderNumber, locale, createdAt, address, delivery, lines } = slip;
  const words = paperWordsIn(locale);
  const top = sheet.y;
  heading(sheet, `${words.packingSlip} ${orderNumber}`);
  note(sheet, `${words.placed} ${moment(createdAt, locale)}`);
  if (delivery !== null) note(sheet, `${words.delivery}: ${delivery}`);
  barcode(sheet, orderNumber, top);
  sheet.y += 14;
  if (address.length > 0) {
    const style = { size: 8, colour: colours.soft } as const;
    sheet.y += sheet.text(words.deliverTo, left, sheet.y, width, style);
    for (const line of address) sheet.y += sheet.text(line, left, sheet.y, 260);
    sheet.y += 18;
  }
  const columns = [
    { head: words.sku, x: left, width: 130, of: ({ sku }: SlipLine) => sku },
    { head: words.article, x: left + 140, width: 270, of: ({ title }: SlipLine) => title },
    { head: words.pieces, x: right - 60, width: 60, of: piecesOf, isNumber: true },
  ];
  tableRows(sheet, columns, lines);
}

const piecesOf = ({ quantity }: SlipLine) => String(quantity);

/** At the right of the head: an order that is scanned is found at once. */
function barcode(sheet: PdfSheet, orderNumber: string, y: number): void {
  if (!/^[ -~]+$/.test(orderNumber)) return;
  const modules = code128(orderNumber);
  const rows = Array.from({ length: barHeight }, () => modules);
  sheet.squares(rows, right - modules.length, y, 1, orderNumber);
}

function heading(sheet: PdfSheet, text: string): void {
  sheet.y += sheet.text(text, left, sheet.y, 320, { size: 16, bold: true, role: 'H1' });
}

function note(sheet: PdfSheet, text: string): void {
  sheet.y += sheet.text(text, left, sheet.y, 320, { colour: colours.soft });
}

interface Column<Row> {
  readonly head: string;
  readonly x: number;
  readonly width: number;
  readonly of: (row: Row) => string;
  readonly isNumber?: boolean;
}

async function table<Row>(
  sheet: PdfSheet,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
): Promise<void> {
  tableRows(sheet, columns, rows);
  await letOthersIn();
}

function tableRows<Row>(
  sheet: PdfSheet,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
): void {
  const whole = sheet.open('Table');
  const heads = sheet.open('TR');
  for (const { head, x, width: wide, isNumber } of columns) {
    const align = isNumber ? 'right' : 'left';
    sheet.text(head, x, sheet.y, wide, { size: 8, colour: colours.soft, align, role: 'TH' });
  }
  sheet.close(heads);
  sheet.y += 14;
  for (const row of rows) {
    const texts = columns.map((column) => ({ ...column, said: column.of(row) }));
    const height = Math.max(...texts.map(({ said, width: wide }) => sheet.heightOf(said, wide)));
    sheet.need(height + 10);
    sheet.rule(sheet.y);
    const line = sheet.open('TR');
    for (const { said, x, width: wide, isNumber } of texts) {
      const align = isNumber ? 'right' : 'left';
      sheet.text(said, x, sheet.y + 4, wide, { align, role: 'TD' });
    }
    sheet.close(line);
    sheet.y += height + 9;
  }
  sheet.close(whole);
}

function moment(at: string, locale: string): string {
  const style = { dateStyle: 'medium', timeZone: 'UTC' } as const;
  return new Intl.DateTimeFormat(paperWordsIn(locale).language, style).format(new Date(at));
}
