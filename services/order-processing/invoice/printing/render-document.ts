import { formatMoney } from '#kernel/money.ts';
import { labelsFor, languageOf, type DocumentLabels } from './document-labels.ts';
import type { Snapshot } from '../issuing/document-snapshot.ts';
import { drawFooter, footerTop } from './draw-footer.ts';
import { drawHead, drawParties } from './draw-head.ts';
import { drawLines } from './draw-lines.ts';
import { letOthersIn } from '#platform/printing/let-others-in.ts';
import { dueDateOf, dueDaysOf } from './due-date.ts';
import { drawTotals } from './draw-totals.ts';
import { colours, pageEdges, PdfSheet } from '#platform/printing/pdf-sheet.ts';
import { openTypefaces, type OpenTypefaces } from '#platform/printing/typefaces/open-typefaces.ts';

export interface Printed {
  readonly number: string;
  readonly issuedAt: string;
  readonly locale: string;
  readonly snapshot: Snapshot;
  /** PNG or JPEG, where the shop has one. */
  readonly logo?: Buffer | null;
}

/** What every part of the page is drawn with. */
export interface Drawing {
  readonly sheet: PdfSheet;
  readonly labels: DocumentLabels;
  /** Of the labels. */
  readonly language: string;
  readonly snapshot: Snapshot;
  readonly money: (minor: number) => string;
  readonly percent: (ratePpm: number) => string;
  /** The day of a moment where the shop is, or in another time zone. */
  readonly day: (moment: Date, timeZone?: string) => string;
  /** When the money is to be there, where it is to come: a day, or days after the delivery. */
  readonly due: string | undefined;
  readonly dueDays: number | undefined;
  readonly number: string;
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
  const labels = labelsFor(locale, snapshot.labels);
  const language = languageOf(locale);
  const title = `${labels[snapshot.kind]} ${number}`;
  const info = {
    title,
    author: snapshot.shop.legalName,
    createdAt: new Date(printed.issuedAt),
    language,
  };
  const sheet = new PdfSheet(info, typefaces, () =>
    drawRunningHead(sheet, `${title} (${labels.continued})`),
  );
  const currency = snapshot.kind === 'invoice' ? snapshot.totals.currency : snapshot.currency;
  const percents = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 3 });
  const { timeZone = 'UTC' } = snapshot;
  const day = (moment: Date, where = timeZone) =>
    new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: where }).format(moment);
  const dueDate = dueDateOf(printed);
  const dueDays = dueDaysOf(printed);
  const afterDelivery =
    dueDays === undefined ? undefined : labels.dueAfterDelivery.replaceAll('{days}', `${dueDays}`);
  const drawing: Drawing = {
    sheet,
    labels,
    language,
    snapshot,
    // A minus, as wide as the figures that it stands before.
    money: (minor) => formatMoney(minor, currency, locale).replace('-', '\u2212'),
    percent: (ratePpm) => percents.format(ratePpm / 1_000_000),
    day,
    due: dueDate ? day(dueDate) : afterDelivery,
    dueDays,
    number,
  };
  sheet.bottom = footerTop(drawing) - 16;
  await drawHead(drawing, printed);
  drawParties(drawing, printed);
  await letOthersIn();
  await drawLines(drawing);
  await letOthersIn();
  drawTotals(drawing);
  await letOthersIn();
  return {
    sheet,
    footer: (page: number, pages: number) => drawFooter(drawing, page, pages),
  };
}

function drawRunningHead(sheet: PdfSheet, title: string): void {
  sheet.text(title, pageEdges.left, sheet.y, 400, {
    size: 8.5,
    colour: colours.soft,
    role: 'none',
  });
  sheet.y += 22;
}
