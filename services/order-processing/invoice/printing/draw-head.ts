import { addressLines } from '#kernel/postal-address/address-lines.ts';
import { sellerLines } from '#kernel/postal-address/seller-lines.ts';
import type { Drawing, Printed } from './render-document.ts';
import { colours, pageEdges } from '#platform/printing/pdf-sheet.ts';

const logoBox = { width: 200, height: 48 };

/** The shop's logo, or its name where it has none, and what this is. */
export async function drawHead(
  { sheet, labels, snapshot }: Drawing,
  { logo }: Printed,
): Promise<void> {
  const { shop } = snapshot;
  sheet.block(0, 0, 596, 8, colours.accent);
  const height = logo
    ? await sheet.picture(logo, pageEdges.left, sheet.y, logoBox, shop.name)
    : sheet.text(shop.name, pageEdges.left, sheet.y, 280, { size: 19, bold: true });
  const kind = sheet.text(labels[snapshot.kind], 340, sheet.y, 199, {
    size: 19,
    colour: colours.accent,
    align: 'right',
    role: 'H1',
  });
  sheet.y += Math.max(height, kind) + 42;
}

/** To whom it is, and what it is about. */
export function drawParties(drawing: Drawing, { number, issuedAt, locale }: Printed): void {
  const { sheet, snapshot, labels } = drawing;
  const { shop } = snapshot;
  const top = sheet.y;
  const sender = sellerLines(shop).join(' · ');
  const senderHeight = sheet.text(sender, pageEdges.left, top, 250, {
    size: 7,
    colour: colours.soft,
  });
  const lines = [...addressLines(snapshot.billingAddress, locale), ...vatIdLine(drawing)];
  const addressHeight = sheet.text(lines.join('\n'), pageEdges.left, top + senderHeight + 6, 250, {
    size: 10.5,
  });
  let y = top;
  for (const [label, value] of facts(drawing, number, issuedAt)) {
    const height = sheet.text(label, 330, y, 100, { size: 9, colour: colours.soft });
    y += 3 + Math.max(height, sheet.text(value, 432, y, 107, { size: 9, align: 'right' }));
  }
  sheet.y = Math.max(top + senderHeight + 6 + addressHeight, y) + 22;
  const shippedTo = snapshot.kind === 'invoice' ? snapshot.shippingAddress : null;
  if (!shippedTo) return;
  const shown = inOneLine(addressLines(shippedTo, locale));
  if (shown === inOneLine(addressLines(snapshot.billingAddress, locale))) return;
  const style = { size: 8.5, colour: colours.soft };
  const height = sheet.text(`${labels.shipTo}: ${shown}`, pageEdges.left, sheet.y, 483, style);
  sheet.y += height + 14;
}

/** The buyer's VAT number, by which who buys for a business may take the tax off. */
function vatIdLine({ snapshot: { vatId }, labels }: Drawing): string[] {
  return vatId === undefined ? [] : [`${labels.taxIds.vat} ${vatId}`];
}

function facts(
  { snapshot, labels, day: dayOf, due }: Drawing,
  number: string,
  issuedAt: string,
): [label: string, value: string][] {
  const day = (iso: string) => dayOf(new Date(iso));
  const own: [string, string][] = [
    [labels.number[snapshot.kind], number],
    [labels.date, day(issuedAt)],
  ];
  if (snapshot.kind !== 'invoice') {
    const credited: [string, string][] =
      snapshot.kind === 'credit_note_cancellation'
        ? [[labels.forCreditNote, snapshot.creditNoteNumber]]
        : [];
    return [
      ...own,
      ...credited,
      [labels.forInvoice, snapshot.invoiceNumber],
      [labels.invoiceDate, dayOf(new Date(snapshot.invoiceIssuedAt), snapshot.invoiceTimeZone)],
      [labels.orderNumber, snapshot.orderNumber],
    ];
  }
  return [
    ...own,
    // Invoices are issued when what was ordered is paid, or promised, and handed to the warehouse:
    // goods leave later, and on which day nobody knows yet. What needs no way is supplied then.
    [labels.supplyDate, snapshot.supplyFollows ? labels.supplyFollows : day(issuedAt)],
    [labels.orderNumber, snapshot.orderNumber],
    [labels.orderDate, day(snapshot.placedAt)],
    ...(snapshot.totals.totalMinor > 0
      ? [[labels.payment, labels.methods[snapshot.paymentMethod]] as [string, string]]
      : []),
    ...(due ? [[labels.dueDate, due] as [string, string]] : []),
  ];
}

/** Each part in the direction that its own letters are read in. */
function inOneLine(parts: readonly string[]): string {
  return parts.map((part) => `\u2068${part}\u2069`).join(', ');
}
