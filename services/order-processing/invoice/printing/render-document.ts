import { formatMoney } from '#kernel/money.ts';
import type { Address } from '#contracts/shapes.ts';
import { labelsFor, type DocumentLabels } from './document-labels.ts';
import type { Snapshot } from '../issuing/document-snapshot.ts';
import { drawLines } from './draw-lines.ts';
import { drawTotals } from './draw-totals.ts';
import { colours, pageEdges, PdfSheet } from './pdf-sheet.ts';

export interface Printed {
  readonly number: string;
  readonly issuedAt: string;
  readonly locale: string;
  readonly snapshot: Snapshot;
}

/** What every part of the page is drawn with. */
export interface Drawing {
  readonly sheet: PdfSheet;
  readonly labels: DocumentLabels;
  readonly snapshot: Snapshot;
  readonly money: (minor: number) => string;
  readonly percent: (ratePpm: number) => string;
}

/** Renders a document from its snapshot alone. */
export async function renderDocument(printed: Printed): Promise<Buffer> {
  const { snapshot, locale, number } = printed;
  const labels = labelsFor(locale);
  const title = `${labels[snapshot.kind]} ${number}`;
  const sheet = new PdfSheet(
    { title, author: snapshot.shop.legalName, createdAt: new Date(printed.issuedAt) },
    () => drawRunningHead(sheet, `${title} (${labels.continued})`),
  );
  const currency = snapshot.kind === 'invoice' ? snapshot.totals.currency : snapshot.currency;
  const percents = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 3 });
  const drawing: Drawing = {
    sheet,
    labels,
    snapshot,
    money: (minor) => formatMoney(minor, currency, locale),
    percent: (ratePpm) => percents.format(ratePpm / 1_000_000),
  };
  drawHead(drawing);
  drawParties(drawing, printed);
  drawLines(drawing);
  drawTotals(drawing);
  return sheet.finish((page, pages) => drawFooter(drawing, page, pages));
}

function drawRunningHead(sheet: PdfSheet, title: string): void {
  sheet.text(title, pageEdges.left, sheet.y, 400, { size: 8.5, colour: colours.soft });
  sheet.y += 22;
}

function drawHead({ sheet, labels, snapshot }: Drawing): void {
  const { shop } = snapshot;
  sheet.block(0, 0, 596, 8, colours.accent);
  sheet.text(shop.name, pageEdges.left, sheet.y, 280, { size: 19, bold: true });
  sheet.text(labels[snapshot.kind], 340, sheet.y, 199, {
    size: 19,
    colour: colours.accent,
    align: 'right',
  });
  sheet.y += 68;
}

function drawParties(drawing: Drawing, { number, issuedAt, locale }: Printed): void {
  const { sheet, snapshot, labels } = drawing;
  const { shop } = snapshot;
  const top = sheet.y;
  const sender = `${shop.legalName} · ${shop.street} · ${shop.postalCode} ${shop.city}`;
  sheet.text(sender, pageEdges.left, top, 260, { size: 7, colour: colours.soft });
  const lines = addressLines(snapshot.billingAddress, locale).join('\n');
  const addressHeight = sheet.text(lines, pageEdges.left, top + 16, 250, { size: 10.5 });
  let y = top;
  for (const [label, value] of facts(drawing, number, issuedAt, locale)) {
    sheet.text(label, 340, y, 92, { size: 9, colour: colours.soft });
    y += Math.max(15, 4 + sheet.text(value, 432, y, 107, { size: 9, align: 'right' }));
  }
  sheet.y = Math.max(top + 16 + addressHeight, y) + 22;
  const shippedTo = snapshot.kind === 'invoice' ? snapshot.shippingAddress : null;
  if (!shippedTo) return;
  const shown = addressLines(shippedTo, locale).join(', ');
  if (shown === addressLines(snapshot.billingAddress, locale).join(', ')) return;
  const style = { size: 8.5, colour: colours.soft };
  const height = sheet.text(`${labels.shipTo}: ${shown}`, pageEdges.left, sheet.y, 483, style);
  sheet.y += height + 14;
}

function facts(
  { snapshot, labels }: Drawing,
  number: string,
  issuedAt: string,
  locale: string,
): [label: string, value: string][] {
  const dates = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' });
  const day = (iso: string) => dates.format(new Date(iso));
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
      [labels.invoiceDate, day(snapshot.invoiceIssuedAt)],
      [labels.orderNumber, snapshot.orderNumber],
    ];
  }
  return [
    ...own,
    [labels.orderNumber, snapshot.orderNumber],
    [labels.orderDate, day(snapshot.placedAt)],
    [labels.payment, labels.methods[snapshot.paymentMethod]],
  ];
}

function addressLines(address: Address, locale: string): string[] {
  const { name, company, street, street2, postalCode, city, regionCode, countryCode } = address;
  const country = new Intl.DisplayNames(locale, { type: 'region' }).of(countryCode) ?? countryCode;
  // Where regions are written, they stand before the code: "Portland, OR 97201".
  const place = regionCode
    ? `${city}, ${regionCode} ${postalCode}`.trim()
    : `${postalCode} ${city}`.trim();
  return [company, name, street, street2, place, country].filter((line) => line !== undefined);
}

function drawFooter({ sheet, labels, snapshot }: Drawing, page: number, pages: number): void {
  const { shop } = snapshot;
  const style = { size: 7.5, colour: colours.soft };
  sheet.rule(772);
  const country = shop.countryCode === '' ? '' : `${shop.countryCode}-`;
  const place = `${shop.legalName}\n${shop.street}\n${country}${shop.postalCode} ${shop.city}`;
  sheet.text(place, pageEdges.left, 780, 170, style);
  sheet.text(`${shop.email}\n${shop.phone}\n${shop.websiteUrl}`, 226, 780, 170, style);
  const pageText = labels.page.replace('{page}', String(page)).replace('{pages}', String(pages));
  const taxId = shop.taxId === '' ? '' : `${labels.taxId} ${shop.taxId}\n`;
  sheet.text(`${taxId}${pageText}`, 396, 780, 143, { ...style, align: 'right' });
}
