import { sellerLines } from '#kernel/postal-address/seller-lines.ts';
import type { Drawing } from './render-document.ts';
import { pageEdges, colours, type TextStyle } from '#platform/printing/pdf-sheet.ts';

const columns = [
  { x: pageEdges.left, width: 146 },
  { x: 214, width: 150 },
  { x: 376, width: 163 },
] as const;
const style: TextStyle = { size: 7.5, colour: colours.soft, role: 'none' };
const pageNumberY = 816;

/** Where the footer of this shop begins: the more entries it has in registers, the higher. */
export function footerTop(drawing: Drawing): number {
  const heights = textsOf(drawing).map((text, index) =>
    text === '' ? 0 : drawing.sheet.heightOf(text, columns[index]!.width, style),
  );
  return pageNumberY - Math.max(...heights) - 8;
}

/** Who sells, on each page: register entries and tax ids too. */
export function drawFooter(drawing: Drawing, page: number, pages: number): void {
  const { sheet, labels } = drawing;
  const top = footerTop(drawing);
  sheet.rule(top - 8);
  textsOf(drawing).forEach((text, index) => {
    const { x, width } = columns[index]!;
    if (text !== '') sheet.text(text, x, top, width, style);
  });
  const pageText = labels.page
    .replaceAll('{page}', String(page))
    .replaceAll('{pages}', String(pages));
  sheet.text(pageText, columns[2].x, pageNumberY, columns[2].width, { ...style, align: 'right' });
}

function textsOf({ labels, language, snapshot }: Drawing): readonly [string, string, string] {
  const { shop } = snapshot;
  const contact = [shop.email, shop.phone, shop.websiteUrl];
  const taxIds = shop.taxIds ?? [{ label: labels.taxIds.vat, value: shop.taxId }];
  const registers = [
    ...taxIds.filter(({ value }) => value !== '').map(({ label, value }) => `${label} ${value}`),
    ...(shop.registerEntries ?? []),
  ];
  const lines = (parts: readonly string[]) => parts.filter((part) => part !== '').join('\n');
  return [lines(sellerLines(shop, language)), lines(contact), lines(registers)];
}
