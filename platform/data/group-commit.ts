const groupLimit = 128;

interface Waiting<Entry, Outcome> {
  readonly entry: Entry;
  readonly settle: (outcome: Outcome) => void;
  readonly refuse: (error: unknown) => void;
}

/**
 * Lets concurrent callers share one transaction: while `inFlightLimit` are in flight callers queue,
 * and the next takes them all. `commit` answers each entry in its place. When it throws, each entry
 * of the group is tried by itself, so that one poisonous entry fails nobody else; entries must
 * therefore be idempotent.
 */
export class GroupCommit<Entry, Outcome> {
  private readonly queue: Waiting<Entry, Outcome>[] = [];
  private inFlight = 0;

  private readonly commit: (entries: Entry[]) => Promise<Outcome[]>;
  private readonly inFlightLimit: number;

  constructor(commit: (entries: Entry[]) => Promise<Outcome[]>, inFlightLimit = 2) {
    this.commit = commit;
    this.inFlightLimit = inFlightLimit;
  }

  submit(entry: Entry): Promise<Outcome> {
    return new Promise((settle, refuse) => {
      this.queue.push({ entry, settle, refuse });
      if (this.inFlight < this.inFlightLimit) void this.drain();
    });
  }

  private async drain(): Promise<void> {
    this.inFlight += 1;
    // Callers of the same turn of the event loop share the first group already.
    await Promise.resolve();
    while (this.queue.length > 0) await this.run(this.queue.splice(0, groupLimit));
    this.inFlight -= 1;
  }

  private async run(group: Waiting<Entry, Outcome>[]): Promise<void> {
    try {
      const outcomes = await this.commit(group.map(({ entry }) => entry));
      if (outcomes.length !== group.length)
        throw new Error(`${outcomes.length} outcomes for ${group.length} entries`);
      group.forEach(({ settle }, index) => settle(outcomes[index]!));
    } catch (error) {
      if (group.length === 1) group[0]!.refuse(error);
      else for (const one of group) await this.run([one]);
    }
  }
}
