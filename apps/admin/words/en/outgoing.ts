/** What is said of what goes out in a few seconds and can still be undone. */
export const outgoing = {
  label: 'Goes out soon',
  kinds: {
    refund: (amount: string) => `Refund of ${amount}`,
    cancellation: 'Cancellation',
    message: 'Message, once more',
    answer: 'Answer',
  },
  short: {
    refund: 'The refund',
    cancellation: 'The cancellation',
    message: 'The message',
    answer: 'The answer',
  },
  goesIn: (seconds: number) => (seconds > 0 ? `goes out in ${seconds} …` : 'goes out …'),
  goesSoon: 'goes out soon',
  gone: 'waits no more',
  undo: 'Undo',
  open: 'Open',
  came: (what: string, seconds: number) =>
    `${what} goes out in ${seconds} seconds. It can be undone until then.`,
  undone: (what: string) => `${what} was undone. Nothing went out.`,
  undoneElsewhere: (what: string) => `${what} was undone elsewhere. Nothing went out.`,
  went: (what: string) => `${what} can be undone no more.`,
  byColleague: '(by a colleague)',
  refused: (what: string) => `${what} could not go out any more: something came between.`,
  time: 'Time to undo what goes out',
  seconds: (seconds: number) => (seconds === 0 ? 'None, at once' : `${seconds} seconds`),
};
