import { printable } from '#kernel/printable.ts';
import type { ImportTotals } from '#product-files/importing/import-products.ts';

const barWidth = 30;
const plainEveryMs = 2_000;

/** A bar on a terminal; a line now and then where the output goes to a file or a log. */
export class Progress {
  private readonly bytesRead: () => number;
  private readonly size: number;
  private readonly terminal = process.stdout.isTTY;
  private shownMs = performance.now();
  private bar = '';

  constructor(bytesRead: () => number, size: number) {
    this.bytesRead = bytesRead;
    this.size = size;
  }

  show({ created, updated, unchanged, lastLine }: ImportTotals): void {
    const share = Math.min(1, this.bytesRead() / Math.max(1, this.size));
    const products = created + updated + unchanged;
    const text = `${Math.floor(share * 100)} %, ${products} products, line ${lastLine}`;
    if (this.terminal) {
      const filled = Math.round(share * barWidth);
      this.bar = `${'█'.repeat(filled)}${'░'.repeat(barWidth - filled)} ${text}`;
      process.stdout.write(`\r\u001b[K${this.bar}`);
    } else if (performance.now() - this.shownMs > plainEveryMs) {
      this.shownMs = performance.now();
      process.stdout.write(`${text}\n`);
    }
  }

  /** A line above the bar. */
  print(line: string): void {
    const reported = printable(line);
    if (this.terminal) process.stdout.write(`\r\u001b[K${reported}\n${this.bar}`);
    else process.stdout.write(`${reported}\n`);
  }

  end(): void {
    if (this.bar !== '') process.stdout.write('\r\u001b[K');
  }
}
