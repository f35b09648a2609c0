import type { Invocation } from '#kernel/invocation.ts';
import type { OutputOf, ServiceContext } from '#platform/calls/service.ts';
import { TickBatch } from './tick-batch.ts';

type Item = OutputOf<'inventory', 'getAvailability'>['items'][number];
export type Stock = ReadonlyMap<string, Item>;

interface Question {
  readonly skus: readonly string[];
  readonly invocation: Invocation;
}

/** As many as inventory takes in one call. */
const skusPerCall = 500;

/**
 * Availability as inventory has it now. Pages that are asked for at the same time share a call, in
 * the course of the first one of a channel. Undefined: inventory does not answer, and pages are
 * shown without numbers.
 */
export class LiveStock {
  private readonly context: ServiceContext<'product'>;
  private readonly batch = new TickBatch<Question, Stock | undefined>((questions) =>
    this.askAll(questions),
  );

  constructor(context: ServiceContext<'product'>) {
    this.context = context;
  }

  of(skus: readonly string[], invocation: Invocation): Promise<Stock | undefined> {
    return this.batch.ask({ skus, invocation });
  }

  private async askAll(questions: Question[]): Promise<(Stock | undefined)[]> {
    const byChannel = Map.groupBy(questions, ({ invocation }) => invocation.channel);
    const answers = new Map<string, Stock | undefined>();
    await Promise.all(
      [...byChannel].map(async ([channel, asked]) => {
        answers.set(channel, await this.askChannel(asked));
      }),
    );
    return questions.map(({ invocation }) => answers.get(invocation.channel));
  }

  private async askChannel(asked: readonly Question[]): Promise<Stock | undefined> {
    const { invocation } = asked[0]!;
    const skus = [...new Set(asked.flatMap((question) => question.skus))];
    const stock = new Map<string, Item>();
    try {
      for (let start = 0; start < skus.length; start += skusPerCall) {
        const reply = await this.context.call.inventory.getAvailability(
          { skus: skus.slice(start, start + skusPerCall) },
          invocation,
        );
        if (!reply.ok) return undefined;
        for (const item of reply.value.items) stock.set(item.sku, item);
      }
      return stock;
    } catch (error) {
      this.context.log.warn(
        { invocation, error: String(error) },
        'pages without stock: inventory is silent',
      );
      return undefined;
    }
  }
}
