import type { Statement } from '../ground/sql.ts';
import type { Story } from './story.ts';
import {
  begunLater,
  begunStories,
  finishedStory,
  heldStory,
  putOffStory,
  reopenedStories,
  restartedStories,
  type Begun,
  type Scope,
} from './story-rows.ts';

interface Ready extends Begun {
  readonly wakes: boolean;
}

interface Sends {
  query<Row extends object>(statement: Statement): Promise<Row[]>;
  change(statement: Statement): Promise<number>;
  last(statement: Statement): void;
}

/**
 * What becomes of long stories in a transaction: written with its commit, gone on with after it.
 * Where a story rests is its declaration's.
 */
export class TransactionStories {
  private readonly begun: Ready[] = [];
  private readonly begunAgain: Ready[] = [];
  private readonly woken: Begun[] = [];

  private readonly tx: Sends;
  private readonly scope: () => Scope;

  constructor(tx: Sends, scope: () => Scope) {
    this.tx = tx;
    this.scope = scope;
  }

  /**
   * Puts a story at rest and goes on with it right after the commit. One that is open is woken, one
   * that is over or held stays so. With `wakes` false nobody goes on now: the writer does the work
   * itself, and the sweep does it when he could not.
   */
  begin(story: Story, id: string, { wakes = true } = {}): void {
    this.begun.push({ story, id, scope: this.scope(), wakes });
  }

  /** Begins a story that goes on at that moment and not before. */
  beginLater(story: Story, id: string, atIso: string): void {
    this.tx.last(begunLater({ story, id, scope: this.scope() }, atIso));
  }

  /** Begins a story anew, also one that was over or held: a second attempt at the same thing. */
  restart(story: Story, id: string): void {
    this.begunAgain.push({ story, id, scope: this.scope(), wakes: true });
  }

  /**
   * Goes on with stories that were laid aside; what is open is woken, what is over stays so. With
   * `heldAs` only with what is held for that. The ids of those that go on.
   */
  async reopen<Code extends string>(
    story: Story<Code>,
    ids: readonly string[],
    heldAs?: Code,
  ): Promise<string[]> {
    const reopened = await this.tx.query<Scope & { id: string }>(
      reopenedStories(story, ids, heldAs),
    );
    for (const { id, ...scope } of reopened) this.woken.push({ story, id, scope });
    return reopened.map(({ id }) => id);
  }

  /** Lays a story aside for one of the reasons that it declares: nobody goes on until it is reopened. */
  hold<Code extends string>(story: Story<Code>, id: string, code: Code): void {
    this.tx.last(heldStory(story, id, code));
  }

  /** Ends a story: no sweep looks at it any more. */
  finish(story: Story, id: string): void {
    this.tx.last(finishedStory(story, id));
  }

  /** Lets an open story lie until then, if the condition holds. False when it was not put off. */
  async putOff(story: Story, id: string, until: Statement, onlyIf?: Statement): Promise<boolean> {
    return (await this.tx.change(putOffStory(story, id, until, onlyIf))) > 0;
  }

  /** What is written with the commit. */
  collected(): Statement[] {
    return [...begunStories(newestOf(this.begun)), ...restartedStories(newestOf(this.begunAgain))];
  }

  /** What is gone on with after it. */
  ready(): Begun[] {
    return [...this.begun.filter(wakes), ...this.begunAgain, ...this.woken];
  }
}

function wakes(ready: Ready): boolean {
  return ready.wakes;
}

/** One statement can begin a story only once. */
function newestOf(stories: readonly Ready[]): Ready[] {
  return [...new Map(stories.map((one) => [`${one.story.name} ${one.id}`, one])).values()];
}
