import type { DeadLetter, StuckStory } from './dead-letter.ts';
import type { Replayed } from './replay-dead-letters.ts';

export function describeLetter(letter: DeadLetter): string {
  const { id, attempts, deadSince, reason } = letter;
  const times = attempts === 1 ? '1 attempt' : `${attempts} attempts`;
  return `${id}  ${what(letter)}\n    dead since ${deadSince} after ${times}: ${oneLine(reason)}\n`;
}

export function describeStory({ service, name, id, state, ...story }: StuckStory): string {
  const next = state === 'held' ? 'held for a person' : `next attempt ${story.nextAttemptAt}`;
  return `${service}: ${name} ${id}\n    since ${story.since}, ${story.attempts} attempts, ${next}: ${oneLine(story.reason)}\n`;
}

export function describeReplayed({ letter, outcome, reason }: Replayed): string {
  const { id, consumer } = letter;
  const reported = {
    taken: 'taken',
    failed: `failed again and will be tried again: ${oneLine(reason ?? '')}`,
    unreadable: `cannot be read by ${consumer} as it runs: ${oneLine(reason ?? '')}`,
    queued: `queued again; a worker of ${consumer} finds it within 15 s`,
    waiting: `due, but not tried yet: is it running, and is an earlier event of the same thing in the way?`,
    left: 'left alone: nobody knows which queue it came from',
  }[outcome];
  return `${id}  ${what(letter)}\n    ${reported}\n`;
}

function what({ kind, type, keptBy, consumer, aggregateId }: DeadLetter): string {
  if (kind === 'job') return `job ${type} of ${consumer}`;
  const way = keptBy === consumer ? `to ${consumer}` : `from ${keptBy} to ${consumer}`;
  return `${type} ${way}, of ${aggregateId}`;
}

/** A reason comes from an error: it must not start lines of its own, nor steer a terminal. */
function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\s]+/gu, ' ').trim();
}
