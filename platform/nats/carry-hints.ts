import { z } from 'zod';
import type { HearHints } from '../hints/hint-listeners.ts';
import type { Hint } from '../hints/hint-source.ts';
import type { HintTeller } from '../hints/hint-teller.ts';
import { hintKindsOf } from '../topology.ts';
import type { ServiceConnection } from './connect-service.ts';
import { hintsWantedSubject, hintSubject, hintSubjects, readHintTeller } from './subjects.ts';

/** What travels; a newer service may say more of each. */
const wire = z.array(
  z.object({
    kind: z.string(),
    id: z.string(),
    version: z.int().nullable(),
    channels: z.array(z.string()),
  }),
);

/** Hints go as they come, beside JetStream: what nobody hears at once is lost. */
export function publishHints(connection: ServiceConnection): HearHints {
  return (hints) => {
    const { nats, service, connected } = connection;
    if (connected && !nats.isClosed()) nats.publish(hintSubject(service), JSON.stringify(hints));
  };
}

/** Tells a service's teller, in each of its processes, while somebody wants hints. */
export function hearWanted(connection: ServiceConnection, teller: HintTeller): void {
  connection.hear(hintsWantedSubject, () => teller.wanted());
}

/** For a gateway: what all services hint at, each at things of its own alone. */
export function hearHints(connection: ServiceConnection, hear: HearHints): void {
  connection.hear(hintSubjects, (message) => {
    const hints = readHints(message.subject, message.string());
    if (hints.length > 0) hear(hints);
  });
}

/** For a gateway: says that somebody looks. */
export function wantHints({ nats, connected }: ServiceConnection): void {
  if (connected && !nats.isClosed()) nats.publish(hintsWantedSubject);
}

/** What is none of the sender's, or no hint at all, is left out: it may be lost. */
export function readHints(subject: string, text: string): Hint[] {
  const teller = readHintTeller(subject);
  if (teller === undefined) return [];
  const kinds: readonly string[] = hintKindsOf(teller);
  try {
    return wire.parse(JSON.parse(text)).filter(({ kind }) => kinds.includes(kind));
  } catch {
    return [];
  }
}
