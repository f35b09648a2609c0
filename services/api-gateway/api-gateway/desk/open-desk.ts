import type { ServiceContext } from '#platform/calls/service.ts';
import { timeToWait } from '#platform/ground/settings.ts';
import type { Admission } from '../admission/admit.ts';
import type { ChannelLanguages } from '../admission/channel-languages.ts';
import { RateLimits } from '../admission/rate-limits.ts';
import type { AskAuth } from '../identity/ask-auth.ts';
import { HintStreams } from '../hints/hint-streams.ts';
import { Identities } from '../identity/identity.ts';
import { SigningKeys } from '../identity/signing-keys.ts';
import { Desk } from './desk.ts';
import type { NamedOffer } from './prepared-use-case.ts';
import type { Gateway } from './use-case.ts';

const requestTimeMs = 10_000;

export interface DeskOpening {
  readonly context: Pick<
    ServiceContext<'api-gateway'>,
    'call' | 'hints' | 'log' | 'picture' | 'settings'
  >;
  readonly auth: AskAuth;
  readonly languages: ChannelLanguages;
  readonly offers: readonly NamedOffer[];
  /** How long anybody waits at most, 10 seconds unless told. */
  readonly patienceMs?: number | undefined;
}

/** What all doors of one gateway have in common: one memory of who asked how often, and who they are. */
export interface OpenDesk {
  readonly desk: Desk;
  readonly admission: Admission;
  readonly gateway: Gateway;
  readonly patienceMs: number;
}

export function openDesk({ context, auth, offers, languages, ...opening }: DeskOpening): OpenDesk {
  const { call, settings, log, hints, picture } = context;
  const keys = new SigningKeys(auth.fetchKeys);
  const identities = new Identities(keys, auth.checkApiKey, auth.checkSession);
  const limits = settings.rateLimits === 'off' ? undefined : new RateLimits();
  const patienceMs = opening.patienceMs ?? timeToWait(settings, requestTimeMs);
  const opened = {
    admission: { identities, limits, languages, patienceMs },
    gateway: {
      call,
      settings,
      keys,
      identities,
      log,
      hintStreams: new HintStreams(hints),
      picture,
    },
    patienceMs,
  };
  return { ...opened, desk: new Desk({ ...opened, offers, log }) };
}
