import type { Drawing } from './render-document.ts';
import { colours, pageEdges } from './pdf-sheet.ts';

const labelX = 310;
const labelWidth = 120;
const valueX = 430;
const valueWidth = 109;

/** Sums, tax by rate, and how it is paid. Kept together on one page. */
export function drawTotals(drawing: Drawing): void {
  const { sheet, labels, snapshot, money } = drawing;
  const rows = sumsOf(drawing);
  const taxes = taxesOf(drawing);
  sheet.need(rows.length * 16 + taxes.length * 14 + 150);
  sheet.y += 14;
  for (const [label, value] of rows) {
    sheet.text(label, labelX, sheet.y, labelWidth, { colour: colours.soft });
    sheet.text(value, valueX, sheet.y, valueWidth, { align: 'right' });
    sheet.y += 16;
  }
  const totalMinor = snapshot.kind === 'invoice' ? snapshot.totals.totalMinor : snapshot.totalMinor;
  sheet.block(labelX - 10, sheet.y + 2, pageEdges.right - labelX + 10, 28, colours.accent);
  const total = { size: 11.5, bold: true, colour: '#ffffff' };
  sheet.text(labels.total[snapshot.kind], labelX, sheet.y + 11, labelWidth, total);
  sheet.text(money(totalMinor), valueX - 10, sheet.y + 11, valueWidth, {
    ...total,
    align: 'right',
  });
  sheet.y += 48;
  drawTaxes(drawing, taxes);
  drawNote(drawing);
}

function sumsOf({ snapshot, labels, money }: Drawing): [label: string, value: string][] {
  if (snapshot.kind !== 'invoice') return [];
  const { totals, deliveryName } = snapshot;
  const rows: [string, string][] = [[labels.subtotal, money(totals.subtotalMinor)]];
  if (totals.discountMinor > 0) rows.push([labels.discount, money(-totals.discountMinor)]);
  if (deliveryName !== null || totals.shippingMinor > 0) {
    rows.push([labels.shipping, money(totals.shippingMinor)]);
  }
  if (!totals.pricesIncludeTax) rows.push([labels.plusTax, money(totals.taxMinor)]);
  return rows;
}

function taxesOf({ snapshot, money, percent }: Drawing): string[][] {
  const { taxes } = snapshot.kind === 'invoice' ? snapshot.totals : snapshot;
  return taxes.map(({ name, ratePpm, taxableMinor, taxMinor }) => {
    const rate = percent(ratePpm);
    const shown = /\d\s*%/.test(name) ? name : `${name} ${rate}`;
    return [shown, money(taxableMinor), money(taxMinor)];
  });
}

function drawTaxes({ sheet, labels }: Drawing, taxes: readonly string[][]): void {
  if (taxes.length === 0) return;
  const columns = [
    { x: pageEdges.left, width: 150, align: 'left' },
    { x: 206, width: 120, align: 'right' },
    { x: 332, width: 90, align: 'right' },
  ] as const;
  const draw = (cells: readonly string[], bold: boolean): void => {
    columns.forEach(({ x, width, align }, index) => {
      const colour = bold ? colours.accent : colours.ink;
      sheet.text(cells[index] ?? '', x, sheet.y, width, { size: 8.5, bold, align, colour });
    });
    sheet.y += 14;
  };
  draw([labels.taxBreakdown, labels.taxable, labels.tax], true);
  sheet.rule(sheet.y - 2, pageEdges.left, 422);
  sheet.y += 3;
  for (const cells of taxes) draw(cells, false);
  sheet.y += 12;
}

function drawNote({ sheet, labels, snapshot }: Drawing): void {
  const notes = {
    credit_note: labels.creditNote,
    credit_note_cancellation: labels.cancellation,
  };
  const note =
    snapshot.kind === 'invoice' ? labels.notes[snapshot.paymentMethod] : notes[snapshot.kind];
  const height = sheet.text(note, pageEdges.left, sheet.y, 483);
  sheet.y += height + 4;
  if (snapshot.kind !== 'invoice' && snapshot.lines.length > 0) {
    const style = { size: 8.5, colour: colours.soft };
    sheet.text(`${labels.reason}: ${snapshot.reason}`, pageEdges.left, sheet.y, 483, style);
  }
}
