/** What the parser was given of a file and whose rows are not taken yet. */
export class UnreadBytes {
  private readonly chunks: Buffer[] = [];
  private start = 0;

  add(chunk: Buffer): void {
    this.chunks.push(chunk);
  }

  /** Of these bytes of the file; nothing before them is asked for again. */
  textBetween(from: number, to: number): string {
    this.forget(from);
    return Buffer.concat(this.chunks).toString('utf8', from - this.start, to - this.start);
  }

  forget(before: number): void {
    while (this.chunks.length > 0 && this.start + this.chunks[0]!.length <= before)
      this.start += this.chunks.shift()!.length;
  }
}
