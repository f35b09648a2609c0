import { encode } from 'uqr';
import { decimalString } from '#kernel/money.ts';
import type { Drawing } from './render-document.ts';
import { colours, pageEdges, type TextStyle } from '#platform/printing/pdf-sheet.ts';

const codeSize = 82;
const labelWidth = 104;
const valueX = pageEdges.left + labelWidth + 8;

/** How much room is needed below the note. */
export function paymentHeight({ snapshot, due }: Drawing): number {
  return snapshot.shop.bankAccount && due ? 112 : 0;
}

/** Where the money is to be paid to, and in euros a code that banking apps read. */
export function drawPayment(drawing: Drawing): void {
  const { sheet, labels, snapshot, money, due, number } = drawing;
  const { bankAccount } = snapshot.shop;
  if (snapshot.kind !== 'invoice' || !bankAccount || !due) return;
  const { accountHolder, iban, bic, bankName } = bankAccount;
  const top = sheet.y + 8;
  const rows: [string, string][] = [
    [labels.accountHolder, accountHolder],
    ['IBAN', iban.replaceAll(/(.{4})(?=.)/g, '$1 ')],
    ...(bic ? [['BIC', bic] as [string, string]] : []),
    ...(bankName === '' ? [] : [[labels.bank, bankName] as [string, string]]),
    [labels.reference, number],
    [labels.total.invoice, money(snapshot.totals.totalMinor)],
    [labels.dueDate, due],
  ];
  sheet.y = top;
  for (const [label, value] of rows) {
    const soft: TextStyle = { size: 8.5, colour: colours.soft };
    const height = sheet.text(label, pageEdges.left, sheet.y, labelWidth, soft);
    sheet.y += Math.max(height, sheet.text(value, valueX, sheet.y, 200, { size: 8.5 })) + 2;
  }
  const code = epcCode(drawing);
  if (code === undefined) return;
  const { size, data } = encode(code, { ecc: 'M', border: 0, boostEcc: false });
  const x = pageEdges.right - codeSize;
  sheet.squares(data, x, top, codeSize / size, labels.scanToPay);
  const caption: TextStyle = { size: 7, colour: colours.soft, align: 'right', role: 'none' };
  const height = sheet.text(labels.scanToPay, x - 90, top + codeSize + 4, codeSize + 90, caption);
  sheet.y = Math.max(sheet.y, top + codeSize + 4 + height);
}

/**
 * A SEPA credit transfer as EPC069-12 writes it (version 2, UTF-8), which is in euros alone.
 * Undefined where there is none.
 */
export function epcCode({ snapshot, number }: Pick<Drawing, 'snapshot' | 'number'>) {
  const { bankAccount } = snapshot.shop;
  if (snapshot.kind !== 'invoice' || !bankAccount) return undefined;
  const { currency, totalMinor } = snapshot.totals;
  if (currency !== 'EUR' || totalMinor < 1 || totalMinor > 99_999_999_999) return undefined;
  const { bic, accountHolder, iban } = bankAccount;
  const amount = `EUR${decimalString(totalMinor, 2)}`;
  return ['BCD', '002', '1', 'SCT', bic ?? '', accountHolder, iban, amount, '', '', number].join(
    '\n',
  );
}
