/**
 * Gathers what is asked within one turn of the event loop and asks it once. A request never takes
 * part in a question that was sent before it came, so nobody is told what is older than their asking.
 */
export class TickBatch<Question, Answer> {
  private readonly askAll: (questions: Question[]) => Promise<Answer[]>;
  private waiting: { question: Question; settle: PromiseWithResolvers<Answer> }[] = [];

  /** `askAll` answers questions in their order. */
  constructor(askAll: (questions: Question[]) => Promise<Answer[]>) {
    this.askAll = askAll;
  }

  ask(question: Question): Promise<Answer> {
    const settle = Promise.withResolvers<Answer>();
    if (this.waiting.push({ question, settle }) === 1) setImmediate(() => void this.send());
    return settle.promise;
  }

  private async send(): Promise<void> {
    const waiting = this.waiting.splice(0);
    try {
      const answers = await this.askAll(waiting.map(({ question }) => question));
      waiting.forEach(({ settle }, index) => settle.resolve(answers[index] as Answer));
    } catch (error) {
      for (const { settle } of waiting) settle.reject(error);
    }
  }
}

/** Reads that are the same, asked within one turn, are one read. */
export class SharedReads<Answer> {
  private readonly batch = new TickBatch<Asked<Answer>, Answer>((asked) => {
    const byKey = new Map<string, Promise<Answer>>();
    for (const { key, read } of asked) if (!byKey.has(key)) byKey.set(key, read());
    return Promise.all(asked.map(({ key }) => byKey.get(key)!));
  });

  share(key: string, read: () => Promise<Answer>): Promise<Answer> {
    return this.batch.ask({ key, read });
  }
}

interface Asked<Answer> {
  readonly key: string;
  readonly read: () => Promise<Answer>;
}
