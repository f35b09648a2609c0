import { Chip, type Tone } from '../orders/state-chips.tsx';
import { usePageSpeech } from '../words/speech.tsx';
import type { Ticket } from './use-ticket.ts';

/** Amber where the shop is waited for. */
const tones: Readonly<Record<Ticket['state'], Tone>> = {
  open: 'wait',
  pending: 'info',
  solved: 'ok',
  closed: 'quiet',
};

export function TicketStateChip({ state }: { state: Ticket['state'] }) {
  const { words } = usePageSpeech();
  return <Chip tone={tones[state]}>{words.tickets.states[state]}</Chip>;
}

/** When the answer is due; what is late says so. */
export function Due({ at }: { at: string | null | undefined }) {
  const { words, formats } = usePageSpeech();
  if (!at) return null;
  const isLate = Date.parse(at) < Date.now();
  const text = formats.relative(at);
  return (
    <time dateTime={at} title={formats.moment(at)} className={isLate ? 'due late' : 'due'}>
      {isLate ? words.tickets.late(text) : words.tickets.due(text)}
    </time>
  );
}
