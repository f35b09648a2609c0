import { multiplyRatio } from '#kernel/money.ts';
import type { Drawing } from './render-document.ts';
import { letOthersIn } from '#platform/printing/let-others-in.ts';
import { colours, pageEdges, type TextStyle } from '#platform/printing/pdf-sheet.ts';
import { ratesOf } from './printed-taxes.ts';

interface Row {
  readonly title: string;
  readonly detail: string;
  readonly quantity: string;
  readonly unitPrice: string;
  readonly taxRate: string;
  readonly amount: string;
}

const columns = {
  item: { x: pageEdges.left, width: 206 },
  quantity: { x: 268, width: 44 },
  unitPrice: { x: 318, width: 76 },
  taxRate: { x: 400, width: 58 },
  amount: { x: 460, width: 79 },
} as const;
const numeric = ['quantity', 'unitPrice', 'taxRate', 'amount'] as const;

/** The table of lines; its head is repeated on every page that it goes on to. */
export async function drawLines(drawing: Drawing): Promise<void> {
  const { sheet, labels } = drawing;
  const table = sheet.open('Table');
  drawTableHead(drawing, true);
  let drawn = 0;
  for (const row of rowsOf(drawing)) {
    drawRow(drawing, row);
    drawn += 1;
    if (drawn % 8 === 0) await letOthersIn();
  }
  sheet.close(table);
  if (drawing.snapshot.kind === 'invoice' && drawing.snapshot.totals.pricesIncludeTax) {
    const style = { size: 8, colour: colours.soft };
    sheet.text(labels.included, pageEdges.left, sheet.y + 6, columns.item.width, style);
  }
}

function drawRow(drawing: Drawing, row: Row): void {
  const { sheet } = drawing;
  const { item } = columns;
  const bold: TextStyle = { bold: true, role: 'TD' };
  const soft: TextStyle = { size: 8, colour: colours.soft, role: 'TD' };
  const titleHeight = sheet.heightOf(row.title, item.width, bold);
  const detailHeight = row.detail === '' ? 0 : sheet.heightOf(row.detail, item.width, soft) + 1;
  const height = titleHeight + detailHeight + 13;
  const before = sheet.y;
  sheet.need(height);
  if (sheet.y < before) drawTableHead(drawing, false);
  const top = sheet.y + 6;
  const opened = sheet.open('TR');
  sheet.text(row.title, item.x, top, item.width, bold);
  if (row.detail !== '') sheet.text(row.detail, item.x, top + titleHeight + 1, item.width, soft);
  for (const name of numeric) {
    const { x, width } = columns[name];
    sheet.text(row[name], x, top, width, { align: 'right', role: 'TD' });
  }
  sheet.close(opened);
  sheet.y += height;
  sheet.rule(sheet.y);
}

/** Read out once, however many pages it heads. */
function drawTableHead({ sheet, labels }: Drawing, first: boolean): void {
  sheet.need(60);
  sheet.block(pageEdges.left, sheet.y, pageEdges.right - pageEdges.left, 1.2, colours.accent);
  const role = first ? ('TH' as const) : ('none' as const);
  const style: TextStyle = { size: 8, bold: true, colour: colours.accent, role };
  const opened = first ? sheet.open('TR') : undefined;
  const shown = ['item', ...numeric] as const;
  const heights = shown.map((name) => {
    const { x, width } = columns[name];
    const align = name === 'item' ? ('left' as const) : ('right' as const);
    return sheet.text(labels[name], x, sheet.y + 7, width, { ...style, align });
  });
  if (opened) sheet.close(opened);
  sheet.y += Math.max(...heights) + 13;
  sheet.rule(sheet.y);
}

function rowsOf({ snapshot, labels, money, percent }: Drawing): Row[] {
  if (snapshot.kind === 'invoice') {
    return snapshot.lines.map((line) => ({
      title: line.title,
      detail: detailOf(line, labels.sku),
      quantity: String(line.quantity),
      unitPrice: money(line.unitPriceMinor),
      taxRate: ratesOf(line).map(percent).join(' + '),
      amount: money(line.subtotalMinor),
    }));
  }
  return creditedRows({ snapshot, labels, money, percent });
}

type CreditedDrawing = Pick<Drawing, 'labels' | 'money' | 'percent'> & {
  readonly snapshot: Exclude<Drawing['snapshot'], { kind: 'invoice' }>;
};

/** Goods, delivery, and what was given beyond them or held back; an amount alone is one row. */
function creditedRows({ snapshot, labels, money, percent }: CreditedDrawing): Row[] {
  const { lines, shippingMinor = 0, shippingTaxes = [], adjustmentMinor = 0, reason } = snapshot;
  const plain = { detail: '', quantity: '', unitPrice: '', taxRate: '' };
  const rows: Row[] = lines.map((line) => ({
    ...plain,
    title: line.title,
    detail: detailOf(line, labels.sku),
    quantity: String(line.quantity),
    // What was paid for each, so that the amount is theirs: a discount is off already.
    unitPrice: money(multiplyRatio(line.totalMinor, 1, line.quantity, 'half_up')),
    taxRate: line.taxes
      ? ratesOf({ taxes: [...line.taxes] })
          .map(percent)
          .join(' + ')
      : '',
    amount: money(line.totalMinor),
  }));
  if (shippingMinor > 0) {
    const taxRate = ratesOf({ taxes: [...shippingTaxes] })
      .map(percent)
      .join(' + ');
    rows.push({ ...plain, title: labels.shipping, taxRate, amount: money(shippingMinor) });
  }
  if (rows.length === 0) {
    const title = `${labels.credit}: ${reason}`;
    return [{ ...plain, title, amount: money(snapshot.totalMinor) }];
  }
  if (adjustmentMinor !== 0) {
    rows.push({ ...plain, title: labels.adjustment, amount: money(adjustmentMinor) });
  }
  return rows;
}

interface Detailed {
  readonly variantTitle: string | null;
  readonly sku: string;
  /** What the buyer filled in. */
  readonly attributes?: readonly { readonly name: string; readonly text: string }[] | undefined;
}

function detailOf({ variantTitle, sku, attributes = [] }: Detailed, label: string): string {
  const filledIn = attributes.map(({ name, text }) => `${name}: ${text}`);
  return [variantTitle, ...filledIn, `${label} ${sku}`].filter((part) => part !== null).join(' · ');
}
