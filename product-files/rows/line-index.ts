/**
 * Turns byte offsets of a file that is being read into line numbers. The CSV parser reads ahead,
 * so offsets of line ends wait here until the records before them were taken; what was taken is
 * forgotten. A line ends at `\n`, `\r\n` or a lone `\r`, inside quotes too, as an editor counts.
 */
export class LineIndex {
  private lineEnds: number[] = [];
  private taken = 0;
  private line = 1;
  private length = 0;
  private afterReturn = false;

  /** Takes the next bytes of the file. */
  add(chunk: Uint8Array): void {
    for (let index = 0; index < chunk.length; index += 1) {
      const byte = chunk[index];
      if (byte === 10) {
        // The second half of \r\n moves the end that the first half has set.
        if (!this.afterReturn) this.lineEnds.push(this.length + index + 1);
        else if (this.lineEnds.length > this.taken) this.lineEnds[this.lineEnds.length - 1]! += 1;
      } else if (byte === 13) {
        this.lineEnds.push(this.length + index + 1);
      }
      this.afterReturn = byte === 13;
    }
    this.length += chunk.length;
  }

  /** Line that holds the byte at `offset`; offsets must not go back. */
  lineAt(offset: number): number {
    while (this.taken < this.lineEnds.length && (this.lineEnds[this.taken] as number) <= offset) {
      this.taken += 1;
      this.line += 1;
    }
    if (this.taken > 4096) {
      this.lineEnds = this.lineEnds.slice(this.taken);
      this.taken = 0;
    }
    return this.line;
  }
}
