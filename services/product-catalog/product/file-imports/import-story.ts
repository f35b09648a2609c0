import { createHash } from 'node:crypto';
import { importLimits as limits } from '#contracts/product/files/limits.ts';
import type { Invocation } from '#kernel/invocation.ts';
import type { Transition } from '#kernel/states.ts';
import type { ServiceContext } from '#platform/calls/service.ts';
import type { Database } from '#platform/data/database.ts';
import { transition } from '#platform/data/transition.ts';
import { sql, type Statement } from '#platform/ground/sql.ts';
import { isUnavailability } from '#platform/ground/unavailability.ts';
import { story } from '#platform/resting/story.ts';
import type { StoryShape } from '#platform/stories/stories.ts';
import { bringPictures } from '#product-files/importing/bring-pictures.ts';
import { ImportRefused } from '#product-files/importing/import-batch.ts';
import { importProductFile, type ImportTotals } from '#product-files/importing/import-products.ts';
import type { ProductFileEvent } from '#product-files/importing/product-file.ts';
import { parseProductCsv } from '#product-files/reading/parse-product-csv.ts';
import type { Keeping } from '../media/keeping.ts';
import { understoodDocument } from '../stored/documents.ts';
import { ImportNotes } from './import-notes.ts';
import { refusedParts } from './keep-refused.ts';
import { importColumns, type ImportRow } from './import-rows.ts';
import { importMoves } from '../file-import-states.ts';
import { ImportStopped } from './import-stopped.ts';
import { bytesOf } from './receive-file.ts';
import { shopDoor } from './shop-door.ts';

export const importStory = story({ name: 'file_import', leaves: 'nothing' });

type Context = Pick<ServiceContext<'product'>, 'database' | 'settings' | 'call'>;

/** How often what nobody foresaw is tried before it is told. */
const mostTries = 5;
const entriesAtOnce = 1_000;
/** Much less than its lease: pictures of one product may take minutes. */
const beatMs = 15_000;

/**
 * Checks or runs a file from its beginning to its end. After a crash it reads the file anew; what was
 * in is answered as it was then, so that it goes on where it was and counts nothing twice.
 */
export function importFiles(context: Context, keeping: Keeping): StoryShape {
  const { database } = context;
  const ends = async (importId: string, invocation: Invocation, ...moves: Statement[]) => {
    await database.transaction('end_product_import', invocation, async (tx) => {
      for (const move of moves) await tx.change(move);
      // Another reading may have overtaken this one, or somebody begun it again.
      const goesOn = await tx.first(sql`
        select from file_import
        where id = ${importId} and state in ('checking', 'running') for update`);
      if (!goesOn) tx.stories.finish(importStory, importId);
    });
  };
  return {
    story: importStory,
    async advance(importId, invocation) {
      const row = await database.first<ImportRow>(
        sql`select ${importColumns} from file_import i where i.id = ${importId}`,
        invocation,
      );
      const isUnderWay = row?.state === 'checking' || row?.state === 'running';
      if (!isUnderWay) return ends(importId, invocation);
      const passing = new Passing(context, keeping, row, invocation);
      try {
        await ends(importId, invocation, ...(await passing.pass()));
      } catch (error) {
        if (error instanceof ImportStopped) await ends(importId, invocation);
        else if (error instanceof ImportRefused)
          await ends(importId, invocation, passing.failed(error.message));
        else if (isUnavailability(error) || (await triesOf(database, importId)) < mostTries)
          throw error;
        else await ends(importId, invocation, passing.failed(wentWrong(passing.line)));
      }
    },
  };
}

async function triesOf(database: Database, importId: string): Promise<number> {
  const [row] = await database.query<{ tries: number }>(sql`
    update file_import set tries = tries + 1 where id = ${importId} returning tries`);
  return row?.tries ?? mostTries;
}

function wentWrong(line: number): string {
  return `It went wrong ${mostTries} times, after about line ${line}. Import the lines before and after it as files of their own to find which product it is, and show that one to whoever runs the shop: the reason stands in its log.`;
}

/** One reading of a file. */
class Passing {
  /** How far it is. */
  line = 1;
  private readonly context: Context;
  private readonly keeping: Keeping;
  private readonly row: ImportRow;
  private readonly invocation: Invocation;
  private readonly notes: ImportNotes;
  private number = 0;
  private beating: Promise<void> = Promise.resolve();
  private failure: { readonly error: unknown } | undefined;

  constructor(context: Context, keeping: Keeping, row: ImportRow, invocation: Invocation) {
    this.context = context;
    this.keeping = keeping;
    this.row = row;
    this.invocation = invocation;
    this.notes = new ImportNotes(row);
  }

  /** The moves of which one ends it. */
  async pass(): Promise<Statement[]> {
    const { row } = this;
    await this.begin();
    const timer = setInterval(() => this.beat(), beatMs);
    try {
      await this.read();
    } finally {
      clearInterval(timer);
      await this.beating;
    }
    this.standsOrThrows();
    for await (const part of refusedParts(this.context.database, row.importId))
      await this.write(sql`lines = lines`, part);
    const set = sql`finished_at = kontor_now(), lines = coalesce(lines_in_all, lines)`;
    const end = (move: Transition, where: Statement) =>
      transition(move, row.importId, { set, where: sql`${this.isThis()} and ${where}` });
    if (row.state === 'checking') return [end(importMoves.be_checked, sql`true`)];
    return [
      end(importMoves.finish, sql`not file_import.is_revoked`),
      end(importMoves.stop, sql`file_import.is_revoked`),
    ];
  }

  failed(problem: string): Statement {
    return transition(importMoves.fail, this.row.importId, {
      set: sql`problem = ${problem.slice(0, 1_000)}, finished_at = kontor_now()`,
      where: this.isThis(),
    });
  }

  private isThis(): Statement {
    return sql`file_import.pass = ${this.number}`;
  }

  private async read(): Promise<void> {
    const { row, notes } = this;
    const dryRun = row.state === 'checking';
    const held = { ...row, pass: this.number };
    const door = shopDoor(this.context, this.keeping, held, this.invocation);
    const source = () => bytesOf(this.context.database, row.importId);
    const read = parseProductCsv(source(), { currency: row.currency!, again: source });
    const events = row.pictures && !dryRun ? bringPictures(read, door) : read;
    const totals = await importProductFile({
      door,
      events: this.understood(events),
      stock: row.stock,
      dryRun,
      atOnce: 1,
      onRejected: (rejection) => notes.leftOut(rejection),
      onFitted: (fit) => notes.changed(fit),
      onNoted: (fit) => notes.changed(fit),
      onMade: (made) => notes.made(made),
      onIgnoredColumns: (columns) => notes.ignored(columns),
      onProgress: (soFar) => this.progress(soFar),
    });
    notes.refuse(totals.refusal);
    await this.progress(totals);
  }

  /** The report is written anew. Too long a file is refused before anything of it is read. */
  private async begin(): Promise<void> {
    const { importId, state } = this.row;
    const { lines, sha256 } = await this.survey();
    const { database } = this.context;
    await database.transaction('begin_product_import_pass', this.invocation, async (tx) => {
      const begun = await tx.first<{ pass: number }>(sql`
        update file_import set lines_in_all = ${lines}, pass = pass + 1
        where id = ${importId} and state = ${state} returning pass`);
      if (!begun) throw new ImportStopped();
      this.number = begun.pass;
      await tx.query(sql`delete from file_import_entry where import_id = ${importId}`);
      await tx.query(sql`delete from file_import_refused where import_id = ${importId}`);
      await tx.stories.putOff(importStory, importId, leased);
    });
    // Compared by each reading, not only when it was uploaded: nothing is read that is not what was told.
    if (sha256 !== this.row.sha256) {
      throw new ImportRefused(
        'The file is not the one that was uploaded: its digest is another one. Begin a new import and send it again.',
      );
    }
    if (lines > limits.lines) {
      const most = limits.lines.toLocaleString('en');
      throw new ImportRefused(
        `The file has ${lines.toLocaleString('en')} lines, and at most ${most} are read at once. Split it into several files, each with the headings.`,
      );
    }
  }

  private async survey(): Promise<{ readonly lines: number; readonly sha256: string }> {
    const hash = createHash('sha256');
    let lines = 0;
    let last = 10;
    for await (const part of bytesOf(this.context.database, this.row.importId)) {
      hash.update(part);
      for (let at = part.indexOf(10); at >= 0; at = part.indexOf(10, at + 1)) lines += 1;
      last = part.at(-1) ?? last;
    }
    return { lines: last === 10 ? lines : lines + 1, sha256: hash.digest('hex') };
  }

  /** Rows that are refused are written down as they come: of a file there may be nothing else. */
  private async *understood(events: AsyncIterable<ProductFileEvent>) {
    for await (const event of events) {
      this.standsOrThrows();
      if (event.kind === 'product') this.notes.understand(event.product);
      this.line = Math.max(this.line, lineOf(event));
      yield event;
      if (this.notes.waiting < entriesAtOnce) continue;
      this.beat();
      await this.beating;
    }
  }

  /** Its lease goes on, and it is seen that somebody has stopped it, also while nothing comes in. */
  private beat(): void {
    const { line } = this;
    this.beating = this.beating
      .then(() => this.write(sql`lines = greatest(lines, ${line})`, this.notes.take()))
      .catch((error: unknown) => {
        this.failure ??= { error };
      });
  }

  private standsOrThrows(): void {
    if (this.failure) throw this.failure.error;
  }

  /** Written down with what was told since. */
  private async progress(totals: ImportTotals): Promise<void> {
    const { notes } = this;
    const { created, updated, unchanged, variants, quantities, movements, rejected, lastLine } =
      totals;
    const understood = understoodDocument.write(notes.understood());
    const set = sql`
      lines = greatest(lines, ${lastLine}), products_created = ${created},
      products_updated = ${updated}, products_unchanged = ${unchanged}, variants = ${variants},
      quantities = ${quantities}, movements = ${movements}, rejected = ${rejected},
      fitted = ${notes.fitted + totals.fittedMore}, understood = ${understood}`;
    await this.write(set, notes.take());
  }

  /** Its lease goes on: no other process begins the same. */
  private async write(set: Statement, told: Statement): Promise<void> {
    const { importId, state } = this.row;
    const { database } = this.context;
    await database.transaction('note_product_import', this.invocation, async (tx) => {
      const stands = await tx.change(sql`
        update file_import set ${set}, version = version + 1
        where id = ${importId} and state = ${state} and ${this.isThis()}`);
      if (stands === 0) throw new ImportStopped();
      await tx.query(told);
      await tx.stories.putOff(importStory, importId, leased);
    });
  }
}

const leased = sql`kontor_now() + interval '60 seconds'`;

function lineOf(event: ProductFileEvent): number {
  if (event.kind === 'product') return event.product.lines.last;
  return event.kind === 'rejected' ? event.row.line : 1;
}
