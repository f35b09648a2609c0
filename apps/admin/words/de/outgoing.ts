import type { Words } from '../en.ts';

export const outgoing: Words['outgoing'] = {
  label: 'Geht gleich hinaus',
  kinds: {
    refund: (amount) => `Erstattung von ${amount}`,
    cancellation: 'Stornierung',
    message: 'Nachricht, noch einmal',
    answer: 'Antwort',
  },
  short: {
    refund: 'Die Erstattung',
    cancellation: 'Die Stornierung',
    message: 'Die Nachricht',
    answer: 'Die Antwort',
  },
  goesIn: (seconds) => (seconds > 0 ? `geht hinaus in ${seconds} …` : 'geht hinaus …'),
  goesSoon: 'geht gleich hinaus',
  gone: 'wartet nicht mehr',
  undo: 'Rückgängig',
  open: 'Öffnen',
  came: (what, seconds) =>
    `${what} geht in ${seconds} Sekunden hinaus. Bis dahin lässt sie sich zurücknehmen.`,
  undone: (what) => `${what} wurde zurückgenommen. Nichts ging hinaus.`,
  undoneElsewhere: (what) => `${what} wurde anderswo zurückgenommen. Nichts ging hinaus.`,
  went: (what) => `${what} lässt sich nicht mehr zurücknehmen.`,
  byColleague: '(von jemand anderem)',
  refused: (what) => `${what} konnte nicht mehr hinausgehen: Es kam etwas dazwischen.`,
  time: 'Zeit zum Zurücknehmen',
  seconds: (seconds) => (seconds === 0 ? 'Keine, sofort' : `${seconds} Sekunden`),
};
