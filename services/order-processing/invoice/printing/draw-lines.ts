import type { Drawing } from './render-document.ts';
import { colours, pageEdges, type TextStyle } from './pdf-sheet.ts';

interface Row {
  readonly title: string;
  readonly detail: string;
  readonly quantity: string;
  readonly unitPrice: string;
  readonly tax: string;
  readonly amount: string;
}

const columns = {
  item: { x: pageEdges.left, width: 228 },
  quantity: { x: 288, width: 42 },
  unitPrice: { x: 334, width: 72 },
  tax: { x: 410, width: 46 },
  amount: { x: 460, width: 79 },
} as const;
const numeric = ['quantity', 'unitPrice', 'tax', 'amount'] as const;

/** The table of lines; its head is repeated on every page that it goes on to. */
export function drawLines(drawing: Drawing): void {
  const { sheet, labels } = drawing;
  drawTableHead(drawing);
  for (const row of rowsOf(drawing)) {
    const { item } = columns;
    const titleHeight = sheet.heightOf(row.title, item.width, { bold: true });
    const detailHeight =
      row.detail === '' ? 0 : sheet.heightOf(row.detail, item.width, { size: 8 });
    const height = titleHeight + detailHeight + 13;
    const before = sheet.y;
    sheet.need(height);
    if (sheet.y < before) drawTableHead(drawing);
    const top = sheet.y + 6;
    sheet.text(row.title, item.x, top, item.width, { bold: true });
    const soft: TextStyle = { size: 8, colour: colours.soft };
    if (row.detail !== '') sheet.text(row.detail, item.x, top + titleHeight, item.width, soft);
    for (const name of numeric) {
      const { x, width } = columns[name];
      sheet.text(row[name], x, top, width, { align: 'right' });
    }
    sheet.y += height;
    sheet.rule(sheet.y);
  }
  if (drawing.snapshot.kind === 'invoice' && drawing.snapshot.totals.pricesIncludeTax) {
    const style = { size: 8, colour: colours.soft };
    sheet.text(labels.included, pageEdges.left, sheet.y + 5, 228, style);
  }
}

function drawTableHead({ sheet, labels }: Drawing): void {
  sheet.need(40);
  sheet.block(pageEdges.left, sheet.y, pageEdges.right - pageEdges.left, 1.4, colours.accent);
  const style: TextStyle = { size: 8, bold: true, colour: colours.accent };
  sheet.text(labels.item, columns.item.x, sheet.y + 8, columns.item.width, style);
  for (const name of numeric) {
    const { x, width } = columns[name];
    sheet.text(labels[name], x, sheet.y + 8, width, { ...style, align: 'right' });
  }
  sheet.y += 24;
  sheet.rule(sheet.y);
}

function rowsOf({ snapshot, labels, money, percent }: Drawing): Row[] {
  if (snapshot.kind === 'invoice') {
    return snapshot.lines.map((line) => ({
      title: line.title,
      detail: detailOf(line, labels.sku),
      quantity: String(line.quantity),
      unitPrice: money(line.unitPriceMinor),
      tax: line.taxes.map(({ ratePpm }) => percent(ratePpm)).join(' + '),
      amount: money(line.subtotalMinor),
    }));
  }
  if (snapshot.lines.length === 0) {
    const title = `${labels.credit}: ${snapshot.reason}`;
    const amount = money(snapshot.totalMinor);
    return [{ title, detail: '', quantity: '', unitPrice: '', tax: '', amount }];
  }
  return snapshot.lines.map((line) => ({
    title: line.title,
    detail: detailOf(line, labels.sku),
    quantity: String(line.quantity),
    unitPrice: '',
    tax: '',
    amount: money(line.totalMinor),
  }));
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
