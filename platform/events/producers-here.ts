import type { Database } from '../data/database.ts';
import type { ServiceName } from '../topology.ts';
import { takenBy, type Producers } from './event-marks.ts';
import { compareWith, hadBy, toldAgain } from './refuse-databases-apart.ts';

/** What runs in this process. */
interface Here {
  runs(service: ServiceName): boolean;
  databaseOf(service: ServiceName): Database;
}

/** In one process each producer's own database is asked. */
export function producersHere(consumer: ServiceName, here: Here): Omit<Producers, 'owed'> {
  return {
    noteTaken: async (producer, ids) => {
      await here.databaseOf(producer).query(takenBy(ids.map((id) => ({ id, consumer }))));
    },
    compare: async (producer, latest) =>
      here.runs(producer)
        ? compareWith(here.databaseOf(producer), consumer, latest)
        : { newest: [], told: true },
    had: async (producer, after) => {
      const had = await here.databaseOf(producer).query<{ id: string }>(hadBy(consumer, after));
      return had.map(({ id }) => id);
    },
    tellAgain: async (producer, ids) => {
      await here.databaseOf(producer).query(toldAgain(consumer, ids));
    },
  };
}
