import { systemActor } from '#kernel/actor.ts';
import { newId } from '#kernel/ids.ts';
import { systemInvocation } from '#kernel/invocation.ts';
import type { ServiceContext } from '#platform/calls/service.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { LaterVersion } from '#platform/ground/later-version.ts';
import { sql, type Statement } from '#platform/ground/sql.ts';
import { story } from '#platform/resting/story.ts';
import type { StoryShape } from '#platform/stories/stories.ts';
import { ownDefinition, type Definition } from './definition.ts';
import { lockProducts, refreshDocuments } from './refresh-documents.ts';

type Context = Pick<ServiceContext<'product'>, 'database' | 'log'>;

export const definitionStory = story({ name: 'rebuild_read_model' });
const productsPerStep = 200;
const firstProduct = '00000000-0000-0000-0000-000000000000';
/** By then the processes of the release before are gone, and write no documents of theirs any more. */
const lookAgainMs = 600_000;

interface Model extends Definition {
  /** The one that makes it anew now. */
  readonly rebuild: string | null;
}

interface Known extends Model {
  /** Some documents were made by a definition of before. */
  readonly outdated: boolean;
  readonly filled: boolean;
}

/**
 * Has the documents made anew when their definition changed, in the background: until then what is
 * there is served, to readers of both definitions.
 */
export class DefinedReadModel {
  private readonly context: Context;
  private readonly own: Definition;
  private timer: NodeJS.Timeout | undefined;

  constructor(context: Context, own: Definition = ownDefinition()) {
    this.context = context;
    this.own = own;
  }

  /** At the start, and once more when none of the release before can be left. */
  async start(): Promise<void> {
    await this.look();
    const report = (error: unknown) =>
      this.context.log.error({ error: String(error) }, 'read model not looked at');
    this.timer = setTimeout(() => void this.look().catch(report), lookAgainMs);
    this.timer.unref();
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  async look(): Promise<void> {
    const { database } = this.context;
    if (this.isLeftAlone(await database.first<Known>(this.known()))) return;
    const scope = { channel: 'default', locale: 'en' };
    const invocation = systemInvocation(systemActor('product'), scope);
    await database.transaction('take_definition', invocation, (tx) => this.take(tx));
  }

  /** Whoever comes second finds what the first wrote, and starts nothing. */
  private async take(tx: Transaction): Promise<void> {
    const { number, hash } = this.own;
    await tx.query(sql`
      insert into read_model (number, hash) values (0, '') on conflict (one) do nothing`);
    await tx.query(sql`select from read_model for update`);
    const known = await tx.first<Known>(this.known());
    if (this.isLeftAlone(known)) return;
    const rebuild = known!.filled ? `${number}:${newId()}` : null;
    tx.last(sql`update read_model set number = ${number}, hash = ${hash}, rebuild = ${rebuild}`);
    if (rebuild === null) return;
    tx.last(
      sql`insert into rebuild (id, after_product) values (${rebuild}, ${firstProduct}::uuid)`,
    );
    tx.stories.begin(definitionStory, rebuild);
  }

  private known(): Statement {
    return sql`
      select coalesce(m.number, 0) as number, coalesce(m.hash, '') as hash, m.rebuild,
        exists (select from document where built < ${this.own.number}) as outdated,
        exists (select from product) as filled
      from (select 1) one left join read_model m on true`;
  }

  /** A later definition is none of ours to change, and what is being made is waited for. */
  private isLeftAlone(known: Known | undefined): boolean {
    if (!known || known.number < this.own.number) return false;
    if (known.number > this.own.number) return true;
    return known.hash === this.own.hash && (!known.outdated || known.rebuild !== null);
  }

  /** The story: a step of products a transaction, from where it rests, by this process's definition. */
  shape(): StoryShape {
    const { database } = this.context;
    return {
      story: definitionStory,
      advance: async (id, invocation) => {
        for (let more = true; more;) {
          more = await database.transaction('rebuild_read_model', invocation, (tx) =>
            this.step(tx, id),
          );
        }
      },
    };
  }

  private async step(tx: Transaction, id: string): Promise<boolean> {
    const { number, hash } = this.own;
    const model = await tx.first<Model>(
      sql`select number, hash, rebuild from read_model for share`,
    );
    const isOver = model?.rebuild !== id;
    if (!isOver && (model.number !== number || model.hash !== hash))
      throw new LaterVersion('the read model’s definition', model.number, number);
    const productIds = isOver ? [] : await this.nextProducts(tx, id);
    if (productIds.length > 0) {
      await lockProducts(tx, productIds);
      await refreshDocuments(tx, productIds, number);
      return true;
    }
    tx.last(sql`update read_model set rebuild = null where rebuild = ${id}`);
    tx.last(sql`delete from rebuild where id = ${id}`);
    tx.stories.finish(definitionStory, id);
    return false;
  }

  /** All products, one after the other; then those that a process of before wrote meanwhile. */
  private async nextProducts(tx: Transaction, id: string): Promise<string[]> {
    const next = await tx.query<{ productId: string }>(sql`
      with next as (
        select p.id from product p, rebuild r
        where r.id = ${id} and p.id > r.after_product and p.status = 'active'
        order by p.id limit ${productsPerStep}),
      moved as (
        update rebuild set after_product = n.last
        from (select id as last from next order by id desc limit 1) n
        where rebuild.id = ${id})
      select id as product_id from next order by id`);
    const left =
      next.length > 0
        ? next
        : await tx.query<{ productId: string }>(sql`
            select distinct product_id from (
              select product_id from document
              where built < ${this.own.number} order by built limit ${productsPerStep}) d`);
    return left.map(({ productId }) => productId);
  }
}
