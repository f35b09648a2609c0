import { importLimits as limits } from '#contracts/product/files/limits.ts';
import type { Invocation } from '#kernel/invocation.ts';
import type { ServiceContext } from '#platform/calls/service.ts';
import { transition } from '#platform/data/transition.ts';
import { sql, type Statement } from '#platform/ground/sql.ts';
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
import { importColumns, type ImportRow } from './import-rows.ts';
import { importMoves } from '../file-import-states.ts';
import { ImportStopped } from './import-stopped.ts';
import { bytesOf } from './receive-file.ts';
import { shopDoor } from './shop-door.ts';

export const importStory = story({ name: 'file_import', leaves: 'nothing' });

type Context = Pick<ServiceContext<'product'>, 'database' | 'settings' | 'call'>;

/**
 * Checks or runs a file from its beginning to its end. After a crash it reads the file anew; what was
 * in is answered as it was then, so that it goes on where it was and counts nothing twice.
 */
export function importFiles(context: Context, keeping: Keeping): StoryShape {
  const { database } = context;
  const ends = async (importId: string, invocation: Invocation, end?: Statement) => {
    await database.transaction('end_product_import', invocation, async (tx) => {
      if (end) await tx.change(end);
      tx.stories.finish(importStory, importId);
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
      try {
        const end = await new Passing(context, keeping, row, invocation).pass();
        await ends(importId, invocation, end);
      } catch (error) {
        if (error instanceof ImportStopped) await ends(importId, invocation);
        else if (error instanceof ImportRefused)
          await ends(importId, invocation, failed(importId, error.message));
        else throw error;
      }
    },
  };
}

function failed(importId: string, problem: string): Statement {
  return transition(importMoves.fail, importId, {
    set: sql`problem = ${problem.slice(0, 1_000)}, finished_at = kontor_now()`,
  });
}

/** One reading of a file. */
class Passing {
  private readonly context: Context;
  private readonly keeping: Keeping;
  private readonly row: ImportRow;
  private readonly invocation: Invocation;
  private readonly notes: ImportNotes;

  constructor(context: Context, keeping: Keeping, row: ImportRow, invocation: Invocation) {
    this.context = context;
    this.keeping = keeping;
    this.row = row;
    this.invocation = invocation;
    this.notes = new ImportNotes(row);
  }

  /** The move that ends it. */
  async pass(): Promise<Statement> {
    const { row, notes } = this;
    await this.begin();
    const dryRun = row.state === 'checking';
    const door = shopDoor(this.context, this.keeping, row, this.invocation);
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
    const set = sql`finished_at = kontor_now(), lines = coalesce(lines_in_all, lines)`;
    return transition(dryRun ? importMoves.be_checked : importMoves.finish, row.importId, { set });
  }

  /** The report is written anew. Too long a file is refused before anything of it is read. */
  private async begin(): Promise<void> {
    const { importId } = this.row;
    const lines = await this.countLines();
    const { database } = this.context;
    await database.transaction('begin_product_import_pass', this.invocation, async (tx) => {
      await tx.query(sql`delete from file_import_entry where import_id = ${importId}`);
      tx.last(sql`update file_import set lines_in_all = ${lines} where id = ${importId}`);
    });
    if (lines > limits.lines) {
      const most = limits.lines.toLocaleString('en');
      throw new ImportRefused(
        `The file has ${lines.toLocaleString('en')} lines, and at most ${most} are read at once. Split it into several files, each with the headings.`,
      );
    }
  }

  private async countLines(): Promise<number> {
    let lines = 0;
    let last = 10;
    for await (const part of bytesOf(this.context.database, this.row.importId)) {
      for (let at = part.indexOf(10); at >= 0; at = part.indexOf(10, at + 1)) lines += 1;
      last = part.at(-1) ?? last;
    }
    return last === 10 ? lines : lines + 1;
  }

  private async *understood(events: AsyncIterable<ProductFileEvent>) {
    for await (const event of events) {
      if (event.kind === 'product') this.notes.understand(event.product);
      yield event;
    }
  }

  /** Written down with what was told since. Its lease goes on: no other process begins the same. */
  private async progress(totals: ImportTotals): Promise<void> {
    const { row, notes, invocation } = this;
    const { importId, state } = row;
    const { created, updated, unchanged, variants, quantities, movements, rejected, lastLine } =
      totals;
    const understood = understoodDocument.write(notes.understood());
    await this.context.database.transaction('note_product_import', invocation, async (tx) => {
      const stands = await tx.change(sql`
        update file_import set lines = greatest(lines, ${lastLine}), products_created = ${created},
          products_updated = ${updated}, products_unchanged = ${unchanged}, variants = ${variants},
          quantities = ${quantities}, movements = ${movements}, rejected = ${rejected},
          fitted = ${notes.fitted + totals.fittedMore}, understood = ${understood},
          version = version + 1
        where id = ${importId} and state = ${state}`);
      if (stands === 0) throw new ImportStopped();
      await tx.query(notes.statement());
      await tx.stories.putOff(importStory, importId, sql`kontor_now() + interval '60 seconds'`);
    });
    notes.written();
  }
}
