import { holdsChannels, isStaff, type Actor } from './actor.ts';
import type { ChannelScope } from './contract.ts';
import { fail } from './result.ts';

/** A right for one channel is a right for one channel: what is refused before anything is read. */
export function channelNotHeld(what: string) {
  return fail('channel_not_held', `${what} Ask somebody who may act in all of these channels.`);
}

/** Of what belongs to no channel or to all of them; undefined where the actor works for all. */
export function neededForAll({ channels }: Pick<Actor, 'channels'>) {
  if (channels === '*') return undefined;
  return fail('all_channels_needed', 'Only who works for all channels sees these.');
}

/** Why staff of some channels may not do this, as far as the request alone tells. */
export function refuseForeignChannels(
  scope: ChannelScope,
  { actor, channel }: { actor: Actor; channel: string },
  input: unknown,
) {
  if (actor.channels === '*' || !isStaff(actor)) return undefined;
  if (scope === 'all') return channelNotHeld('All channels share this, and yours are limited.');
  if (!holdsChannels(actor, [channel]) || namesForeignChannel(actor, input)) {
    return channelNotHeld('The request names a channel that is not yours.');
  }
  return undefined;
}

/** Whether a field `channel` or `channels`, however deep, names one that the actor does not hold. */
export function namesForeignChannel(actor: Actor, given: unknown): boolean {
  if (actor.channels === '*' || given === null || typeof given !== 'object') return false;
  return Object.entries(given).some(([name, value]) => {
    const isNamed = !Array.isArray(given) && (name === 'channel' || name === 'channels');
    const codes = isNamed && channelsIn(value);
    if (codes && codes.length > 0 && !holdsChannels(actor, codes)) return true;
    return namesForeignChannel(actor, value);
  });
}

function channelsIn(value: unknown): string[] {
  const values: unknown[] = Array.isArray(value) ? value : [value];
  return values.filter((code) => typeof code === 'string');
}
