import { formatMoney } from '#kernel/money.ts';
import type { Address } from '#contracts/shapes.ts';
import { labelsFor, languageOf, type DocumentLabels } from './document-labels.ts';
import type { Snapshot } from '../issuing/document-snapshot.ts';
import { drawLines } from './draw-lines.ts';
import { drawTotals } from './draw-totals.ts';
import { colours, pageEdges, PdfSheet, type TextStyle } from './pdf-sheet.ts';
import { openTypefaces, type OpenTypefaces } from './typefaces/open-typefaces.ts';

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
  /** The day of a moment where the shop is. */
  readonly day: (moment: Date) => string;
  /** When the money is to be there, where it is to come. */
  readonly dueDate: Date | undefined;
}

/** Renders a document from its snapshot alone: the same bytes whenever it is asked. */
export async function renderDocument(printed: Printed): Promise<Buffer> {
  const { snapshot, locale } = printed;
  const { language } = new Intl.Locale(locale);
  const homes = [language, snapshot.billingAddress.countryCode];
  let letters = JSON.stringify([snapshot, labelsFor(locale)]);
  for (;;) {
    const typefaces = await openTypefaces(letters, homes);
    const { sheet, footer } = await draw(printed, typefaces);
    const bytes = await sheet.finish(footer);
    // Names of countries and of months are not in the snapshot: seldom, they ask for one more font.
    if (sheet.setter.missing.size === 0) return bytes;
    letters += [...sheet.setter.missing].join('');
  }
}

async function draw(printed: Printed, typefaces: OpenTypefaces) {
  const { snapshot, locale, number } = printed;
  const labels = labelsFor(locale);
  const title = `${labels[snapshot.kind]} ${number}`;
  const info = {
    title,
    author: snapshot.shop.legalName,
    createdAt: new Date(printed.issuedAt),
    language: languageOf(locale),
  };
  const sheet = new PdfSheet(info, typefaces, () =>
    drawRunningHead(sheet, `${title} (${labels.continued})`),
  );
  const currency = snapshot.kind === 'invoice' ? snapshot.totals.currency : snapshot.currency;
  const percents = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 3 });
  const dates = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' });
  const drawing: Drawing = {
    sheet,
    labels,
    snapshot,
    money: (minor) => formatMoney(minor, currency, locale),
    percent: (ratePpm) => percents.format(ratePpm / 1_000_000),
    day: (moment) => dates.format(moment),
    dueDate: dueDateOf(printed),
  };
  drawHead(drawing);
  drawParties(drawing, printed);
  await drawLines(drawing);
  drawTotals(drawing);
  return {
    sheet,
    footer: (page: number, pages: number) => drawFooter(drawing, page, pages),
  };
}

/** Two weeks, which is what documents say that say nothing of it. */
const usualPaymentDays = 14;

function dueDateOf({ snapshot, issuedAt }: Printed): Date | undefined {
  if (snapshot.kind !== 'invoice' || snapshot.paymentMethod !== 'invoice') return undefined;
  return new Date(Date.parse(issuedAt) + usualPaymentDays * 86_400_000);
}

function drawRunningHead(sheet: PdfSheet, title: string): void {
  sheet.text(title, pageEdges.left, sheet.y, 400, {
    size: 8.5,
    colour: colours.soft,
    role: 'none',
  });
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
    role: 'H1',
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
  for (const [label, value] of facts(drawing, number, issuedAt)) {
    const height = sheet.text(label, 330, y, 100, { size: 9, colour: colours.soft });
    y += 3 + Math.max(height, sheet.text(value, 432, y, 107, { size: 9, align: 'right' }));
  }
  sheet.y = Math.max(top + 16 + addressHeight, y) + 22;
  const shippedTo = snapshot.kind === 'invoice' ? snapshot.shippingAddress : null;
  if (!shippedTo) return;
  const shown = inOneLine(addressLines(shippedTo, locale));
  if (shown === inOneLine(addressLines(snapshot.billingAddress, locale))) return;
  const style = { size: 8.5, colour: colours.soft };
  const height = sheet.text(`${labels.shipTo}: ${shown}`, pageEdges.left, sheet.y, 483, style);
  sheet.y += height + 14;
}

function facts(
  { snapshot, labels, day: dayOf, dueDate }: Drawing,
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
      [labels.invoiceDate, day(snapshot.invoiceIssuedAt)],
      [labels.orderNumber, snapshot.orderNumber],
    ];
  }
  return [
    ...own,
    [labels.orderNumber, snapshot.orderNumber],
    [labels.orderDate, day(snapshot.placedAt)],
    [labels.payment, labels.methods[snapshot.paymentMethod]],
    ...(dueDate ? [[labels.dueDate, dayOf(dueDate)] as [string, string]] : []),
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

/** Each part in the direction that its own letters are read in. */
function inOneLine(parts: readonly string[]): string {
  return parts.map((part) => `\u2068${part}\u2069`).join(', ');
}

function drawFooter({ sheet, labels, snapshot }: Drawing, page: number, pages: number): void {
  const { shop } = snapshot;
  const style: TextStyle = { size: 7.5, colour: colours.soft, role: 'none' };
  sheet.rule(772);
  const country = shop.countryCode === '' ? '' : `${shop.countryCode}-`;
  const place = `${shop.legalName}\n${shop.street}\n${country}${shop.postalCode} ${shop.city}`;
  sheet.text(place, pageEdges.left, 780, 170, style);
  sheet.text(`${shop.email}\n${shop.phone}\n${shop.websiteUrl}`, 226, 780, 170, style);
  const pageText = labels.page.replace('{page}', String(page)).replace('{pages}', String(pages));
  const taxId = shop.taxId === '' ? '' : `${labels.taxIds.vat} ${shop.taxId}\n`;
  sheet.text(`${taxId}${pageText}`, 396, 780, 143, { ...style, align: 'right' });
}
