import { inflateSync } from 'node:zlib';

/** What the pages show: the strings that pdfkit writes in hex into its compressed streams. */
export function textOfPdf(pdf: Buffer): string {
  const shown: string[] = [];
  for (let at = pdf.indexOf('stream\n'); at >= 0; at = pdf.indexOf('stream\n', at + 1)) {
    if (pdf.subarray(at - 3, at).toString() === 'end') continue;
    const stream = inflate(pdf.subarray(at + 7, pdf.indexOf('endstream', at)));
    for (const [, array = ''] of stream.matchAll(/\[([^\]]*)\] TJ/g)) {
      const hex = [...array.matchAll(/<([0-9a-f]*)>/g)].map(([, digits]) => digits).join('');
      shown.push(new TextDecoder('windows-1252').decode(Buffer.from(hex, 'hex')));
    }
  }
  return shown.join('\n');
}

function inflate(bytes: Buffer): string {
  try {
    return inflateSync(bytes).toString('latin1');
  } catch {
    return '';
  }
}
