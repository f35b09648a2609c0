import { auditOperations } from './operations.ts';
import { auditSubjects } from './subjects.ts';

/** Of the page that tells who changed what. */
export const audit = {
  title: 'Audit',
  shown: (count: number, isMore: boolean) =>
    isMore ? `The newest ${count}` : `${count} ${count === 1 ? 'entry' : 'entries'}`,
  none: 'Nothing was changed',
  noneWhat: 'Nobody changed anything that is narrowed to here. Take a filter away.',
  more: 'Show older entries',
  period: 'Changed within',
  narrow: 'Show only such entries',
  open: 'Open',
  operations: auditOperations,
  subjects: auditSubjects,
  by: { actorId: 'By', operation: 'What', subject: 'Of' },
  actors: {
    staff: 'A member of the staff',
    api_key: 'A key',
    system: 'The command line',
  } as Readonly<Record<string, string>>,
  details: 'Before and after',
  field: 'Field',
  before: 'Before',
  after: 'After',
  whole: 'All of it',
  nothingKept: 'Nothing of it is kept.',
  trace: (service: string, trace: string) => `In ${service}, trace ${trace}`,
};
