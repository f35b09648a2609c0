import { isBeyondPostponing } from './postponed.ts';
import { sql, sqlWord, type Statement } from '../ground/sql.ts';
import { leased, tableOf } from './story-rows.ts';
import { columnsOf, type Story } from './story.ts';

export interface StoryAtRest {
  readonly name: string;
  readonly id: string;
}

/**
 * A place of a schema where stories rest, as those see it who care for all of them: the table of
 * rows of their own, or the rows of an owner.
 */
export class RestingPlace {
  private readonly table: Statement;
  private readonly c: ReturnType<typeof columnsOf>;
  private readonly name: Statement;
  private readonly id: Statement;
  private readonly key: Statement;
  /** Undefined for the table where all rest that have a row of their own. */
  private readonly story: Story | undefined;

  constructor(story: Story | undefined) {
    this.story = story;
    const rests = story ?? { restsIn: 'own row' as const };
    const { restsIn } = rests;
    this.table = tableOf(rests);
    this.c = columnsOf(rests);
    this.name = story ? sql`${story.name}::text` : sql`name`;
    this.id = restsIn === 'own row' ? sql`id` : sql`${sqlWord(restsIn.id)}::text`;
    this.key = restsIn === 'own row' ? sql`name, id` : sqlWord(restsIn.id);
  }

  /**
   * Claims what is due for a lease; `StoryAtRest` with its scope. What failed while a clock was ahead
   * would wait until that clock is right.
   */
  claimDue(most: number): Statement {
    const { table, c, name, id, key } = this;
    return sql`
      update ${table} set ${c.next_attempt_at} = ${leased}
      where (${key}) in (
        select ${key} from ${table}
        where ${c.state} = 'open' and (${c.next_attempt_at} <= kontor_now()
          or ${c.last_error} is not null and ${isBeyondPostponing(c.next_attempt_at)})
        order by ${c.next_attempt_at} limit ${most} for update skip locked)
      returning ${name} as name, ${id} as id, ${c.channel} as channel, ${c.locale} as locale,
        ${c.traceparent} as traceparent`;
  }

  /** Makes due what a killed process had leased, but for what somebody holds locked. */
  takeOver(): Statement {
    const { table, c, key } = this;
    return sql`
      update ${table} set ${c.next_attempt_at} = kontor_now()
      where (${key}) in (select ${key} from ${table} where ${this.left()} for update skip locked)`;
  }

  stillLeased(): Statement {
    const { table, name, id } = this;
    return sql`select ${name} as name, ${id} as id from ${table} where ${this.left()}`;
  }

  takeOverOne(one: StoryAtRest): Statement {
    const { table, c } = this;
    return sql`
      update ${table} set ${c.next_attempt_at} = kontor_now()
      where ${this.isAmong([one])} and ${this.left()}`;
  }

  /** Leaves to others at once what was claimed and not begun. */
  giveUp(claimed: readonly StoryAtRest[]): Statement {
    const { table, c, key } = this;
    return sql`
      update ${table} set ${c.next_attempt_at} = kontor_now()
      where (${key}) in (
        select ${key} from ${table} where ${c.state} = 'open' and ${this.isAmong(claimed)}
        for update skip locked)`;
  }

  /**
   * Remembers why and when to try again: 1 s, 2 s, 4 s … at most 5 minutes, with jitter; never later
   * than a quarter of its age, since somebody may wait for a young one. Who gives up is held instead.
   */
  postpone(one: StoryAtRest, error: unknown, givesUp?: Story['givesUp']): Statement {
    const { table, c } = this;
    const isEnough = sql`${c.attempts} + 1 >= ${givesUp?.after ?? 0}`;
    const held = sql`
      ${c.state} = case when ${isEnough} then 'held' else ${c.state} end,
      ${c.held_as} = case when ${isEnough} then ${givesUp?.heldAs ?? null}::text end,`;
    return sql`
      update ${table} set ${c.attempts} = ${c.attempts} + 1, ${givesUp ? held : sql``}
        ${c.last_error} = left(${String(error)}, 500),
        ${c.next_attempt_at} = kontor_now()
          + least(300, power(2, least(${c.attempts}, 9)),
              4 + extract(epoch from kontor_now() - ${c.created_at}) / 4)
          * (0.5 + random() / 2) * interval '1 second'
      where ${this.isAmong([one])} and ${c.state} = 'open'`;
  }

  /** Forgets at most so many that have been over for so long; a row for each. */
  forget(retentionSeconds: number, most: number): Statement {
    const { table, c } = this;
    const isOld = sql`
      ${c.state} = 'finished'
      and ${c.finished_at} < (select kontor_now()) - ${retentionSeconds} * interval '1 second'`;
    const old = sql`
      ctid = any(array(
        select ctid from ${table} where ${isOld} limit ${most} for update skip locked))
      and ${c.state} = 'finished'`;
    return this.story
      ? sql`update ${table} set ${c.state} = null, ${c.finished_at} = null where ${old} returning 1`
      : sql`delete from ${table} where ${old} returning 1`;
  }

  /**
   * How many are open, how many of them nobody gets on with, since how many seconds the oldest of
   * those that were due is open, and how many wait for a person. What waits for its time is not old.
   */
  count(attemptsToWorry: number): Statement {
    const { table, c } = this;
    return sql`
      select count(*)::int as open,
        (count(*) filter (where ${c.next_attempt_at} < kontor_now() - interval '60 seconds'
          or ${c.attempts} >= ${attemptsToWorry}))::int as overdue,
        coalesce(extract(epoch from kontor_now() - min(${c.created_at}) filter (
          where ${c.attempts} > 0 or ${c.next_attempt_at} < kontor_now())), 0)::float8 as age,
        (select count(*)::int from ${table} where ${c.state} = 'held') as held
      from ${table} where ${c.state} = 'open'`;
  }

  private left(): Statement {
    const { c } = this;
    return sql`
      ${c.state} = 'open' and ${c.next_attempt_at} > kontor_now() and ${c.last_error} is null`;
  }

  private isAmong(stories: readonly StoryAtRest[]): Statement {
    const ids = stories.map(({ id }) => id);
    if (this.story) return sql`${this.id} = any(${ids}::text[])`;
    return sql`
      (name, id) in (select * from unnest(${stories.map(({ name }) => name)}::text[], ${ids}::text[]))`;
  }
}

/** All places where a service's stories rest, and which of them a story rests in. */
export class RestingPlaces {
  readonly all: readonly RestingPlace[];
  private readonly ofOwner: ReadonlyMap<string, RestingPlace>;
  private readonly ownRows = new RestingPlace(undefined);

  constructor(stories: readonly Story[]) {
    const elsewhere = stories.filter(({ restsIn }) => restsIn !== 'own row');
    this.ofOwner = new Map(elsewhere.map((story) => [story.name, new RestingPlace(story)]));
    this.all = [this.ownRows, ...this.ofOwner.values()];
  }

  of(name: string): RestingPlace {
    return this.ofOwner.get(name) ?? this.ownRows;
  }
}
