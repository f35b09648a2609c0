import { Chip, type Tone } from '../orders/state-chips.tsx';
import { usePageSpeech } from '../words/speech.tsx';
import type { Message } from './use-messages.ts';

const tones: Readonly<Record<Message['state'], Tone>> = {
  queued: 'info',
  sent: 'ok',
  suppressed: 'quiet',
  failed: 'bad',
};

/** How it went; what was sent and is reported not to have arrived says so. */
export function MessageChip({ message }: { message: Message }) {
  const { words } = usePageSpeech();
  const { state, emailPart, smsPart } = message;
  const delivered = [emailPart.delivery?.state, smsPart.delivery?.state];
  if (delivered.includes('undelivered')) {
    return <Chip tone="bad">{words.messages.deliveries.undelivered}</Chip>;
  }
  if (delivered.includes('delivered')) {
    return <Chip tone="ok">{words.messages.deliveries.delivered}</Chip>;
  }
  return <Chip tone={tones[state]}>{words.messages.states[state]}</Chip>;
}

export function useKindName(): (template: string) => string {
  const { words } = usePageSpeech();
  return (template) => words.messages.kinds[template] ?? template.replaceAll('_', ' ');
}
