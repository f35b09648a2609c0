import { taxNamed } from '#kernel/tax/tax-label.ts';
import type { InvoiceSnapshot } from '../issuing/document-snapshot.ts';
import type { Drawing } from './render-document.ts';
import { colours, pageEdges, type TextStyle } from '#platform/printing/pdf-sheet.ts';
import { drawPayment, paymentHeight } from './draw-payment.ts';
import { taxRowsOf } from './printed-taxes.ts';

const labelX = 318;
const labelWidth = 130;
const valueX = 430;
const valueWidth = 109;

/** Sums with the tax by rate, and how it is paid: each is kept together on one page. */
export function drawTotals(drawing: Drawing): void {
  const { sheet, labels, snapshot, money } = drawing;
  const rows = sumsOf(drawing);
  const taxes = taxesOf(drawing);
  sheet.need(rows.length * 17 + taxes.length * 15 + 100);
  sheet.y += 14;
  for (const [label, value] of rows) {
    sheet.text(label, labelX, sheet.y, labelWidth, { colour: colours.soft });
    sheet.text(value, valueX, sheet.y, valueWidth, { align: 'right' });
    sheet.y += 17;
  }
  const totalMinor = snapshot.kind === 'invoice' ? snapshot.totals.totalMinor : snapshot.totalMinor;
  const total: TextStyle = { size: 11.5, bold: true, colour: '#ffffff' };
  const label = labels.total[snapshot.kind];
  const height = sheet.heightOf(label, labelWidth - 10, total);
  const width = pageEdges.right - labelX + 10;
  sheet.block(labelX - 10, sheet.y + 2, width, height + 13, colours.accent);
  sheet.text(label, labelX, sheet.y + 8, labelWidth - 10, total);
  sheet.text(money(totalMinor), valueX - 10, sheet.y + 8, valueWidth, { ...total, align: 'right' });
  sheet.y += height + 35;
  drawTaxes(drawing, taxes);
  drawExemption(drawing);
  sheet.need(40 + paymentHeight(drawing));
  drawNote(drawing);
  drawPayment(drawing);
}

function sumsOf({ snapshot, labels, money }: Drawing): [label: string, value: string][] {
  if (snapshot.kind !== 'invoice') return [];
  const { totals } = snapshot;
  const rows: [string, string][] = [[labels.subtotal, money(totals.subtotalMinor)]];
  if (totals.discountMinor > 0) rows.push([labels.discount, money(-totals.discountMinor)]);
  if (totals.shippingMinor > 0) rows.push([labels.shipping, money(totals.shippingMinor)]);
  if (!totals.pricesIncludeTax) rows.push([labels.plusTax, money(totals.taxMinor)]);
  return rows;
}

function taxesOf({ snapshot, labels, language, money, percent }: Drawing): string[][] {
  const names = { VAT: labels.taxes.vat, 'Sales tax': labels.taxes.sales };
  return taxRowsOf(snapshot).map(({ name, ratePpm, taxableMinor, taxMinor }) => [
    taxNamed(name, percent(ratePpm), language, names),
    money(taxableMinor),
    money(taxMinor),
  ]);
}

function drawTaxes({ sheet, labels }: Drawing, taxes: readonly string[][]): void {
  if (taxes.length === 0) return;
  const columns = [
    { x: pageEdges.left, width: 190, align: 'left' },
    { x: 250, width: 104, align: 'right' },
    { x: 360, width: 92, align: 'right' },
  ] as const;
  const draw = (cells: readonly string[], head: boolean): void => {
    const row = sheet.open('TR');
    const heights = columns.map(({ x, width, align }, index) => {
      const colour = head ? colours.accent : colours.ink;
      const role = head ? ('TH' as const) : ('TD' as const);
      const style: TextStyle = { size: 8.5, bold: head, align, colour, role };
      return sheet.text(cells[index] ?? '', x, sheet.y, width, style);
    });
    sheet.close(row);
    sheet.y += Math.max(...heights) + 3;
  };
  const table = sheet.open('Table');
  draw([labels.taxBreakdown, labels.taxable, labels.tax], true);
  sheet.rule(sheet.y - 1, pageEdges.left, 452);
  sheet.y += 3;
  for (const cells of taxes) draw(cells, false);
  sheet.close(table);
  sheet.y += 14;
}

/** Why no tax is asked for. */
function drawExemption({ sheet, labels, snapshot }: Drawing): void {
  if (snapshot.kind !== 'invoice' || !snapshot.taxExemption) return;
  const { certificateNumber, issuedBy } = snapshot.taxExemption;
  const said = labels.exempt
    .replaceAll('{number}', () => certificateNumber)
    .replaceAll('{issuer}', () => issuedBy);
  sheet.need(sheet.heightOf(said, 483) + 4);
  sheet.y += sheet.text(said, pageEdges.left, sheet.y, 483) + 4;
}

function drawNote({ sheet, labels, snapshot, due, dueDays }: Drawing): void {
  // Nobody is to pay nothing, nor is thanked for having paid it.
  if (snapshot.kind === 'invoice' && snapshot.totals.totalMinor === 0) return;
  const notes = {
    credit_note: labels.creditNote,
    credit_note_cancellation: labels.cancellation,
  };
  const ofInvoice = ({ paymentMethod }: InvoiceSnapshot) =>
    dueDays === undefined ? labels.notes[paymentMethod] : labels.payAfterDelivery;
  const note = snapshot.kind === 'invoice' ? ofInvoice(snapshot) : notes[snapshot.kind];
  const shown = note.replaceAll('{dueDate}', due ?? '').replaceAll('{days}', `${dueDays ?? ''}`);
  sheet.y += sheet.text(shown, pageEdges.left, sheet.y, 483) + 4;
  if (snapshot.kind !== 'invoice' && snapshot.lines.length + (snapshot.shippingMinor ?? 0) > 0) {
    const style = { size: 8.5, colour: colours.soft };
    const reason = `${labels.reason}: ${snapshot.reason}`;
    sheet.y += sheet.text(reason, pageEdges.left, sheet.y, 483, style);
  }
}
