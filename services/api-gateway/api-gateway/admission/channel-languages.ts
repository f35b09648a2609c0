import * as clock from '#kernel/clock.ts';
import { systemActor } from '#kernel/actor.ts';
import { newTraceparent, systemInvocation } from '#kernel/invocation.ts';
import { must } from '#kernel/result.ts';
import type { GatewayCalls } from '../desk/use-case.ts';
import { languageFor, type Languages } from './languages.ts';

/** A channel as whoever asks meets it: its languages, and the host names that are its own. */
export interface ReachedChannel extends Languages {
  readonly domains?: readonly string[] | undefined;
}

/** All channels that are open, by their code. */
export type ReadChannels = () => Promise<ReadonlyMap<string, ReachedChannel>>;

/** So long nobody asks again. What is older is used while it is asked for anew. */
const freshMs = 5_000;
/** What is older than this is waited for. */
const usedMs = 60_000;
const waitedMs = 1_000;
const rememberedMax = 5_000;
const rememberedCharacters = 200;
/** Of a channel that nobody knows: what is asked of it is refused by whoever looks for it. */
const ofNobody: Languages = { defaultLocale: 'en', locales: ['en'] };

/**
 * In which of its languages a channel answers whoever asks. Channels are remembered for seconds; a
 * catalog that does not answer leaves them as they were.
 */
export class ChannelLanguages {
  private readonly read: ReadChannels;
  private channels: ReadonlyMap<string, ReachedChannel> | undefined;
  private domains: ReadonlySet<string> = new Set();
  private readonly chosen = new Map<string, string>();
  private askedAtMs = Number.NEGATIVE_INFINITY;
  private asking: Promise<void> | undefined;

  constructor(read: ReadChannels) {
    this.read = read;
  }

  /** @param acceptLanguage as the header came */
  localeFor(channel: string, acceptLanguage: string | undefined): string | Promise<string> {
    const ageMs = Math.abs(clock.nowMs() - this.askedAtMs);
    if (ageMs <= freshMs) return this.choose(channel, acceptLanguage);
    const asked = this.ask();
    if (this.channels && ageMs <= usedMs) return this.choose(channel, acceptLanguage);
    return asked.then(() => this.choose(channel, acceptLanguage));
  }

  /** Whether a host name, in small letters, is a channel's, as far as they were read. */
  isDomain(name: string): boolean {
    return this.domains.has(name);
  }

  /** Reads them before the first request comes; a catalog that does not answer holds nobody up. */
  async readFirst(): Promise<void> {
    if (!this.channels) await this.ask();
  }

  /** Channels change: they are read again before anybody is answered. */
  forget(): void {
    this.askedAtMs = Number.NEGATIVE_INFINITY;
    this.asking = undefined;
  }

  private choose(channel: string, acceptLanguage: string | undefined): string {
    const key = `${channel} ${acceptLanguage ?? ''}`;
    const known = this.chosen.get(key);
    if (known !== undefined) return known;
    const locale = languageFor(acceptLanguage, this.channels?.get(channel) ?? ofNobody);
    if (this.chosen.size >= rememberedMax) this.chosen.clear();
    if (key.length <= rememberedCharacters) this.chosen.set(key, locale);
    return locale;
  }

  private ask(): Promise<void> {
    if (this.asking) return this.asking;
    const asking: { done: Promise<void> } = { done: Promise.resolve() };
    asking.done = this.readAnew(() => this.asking === asking.done);
    this.asking = asking.done;
    return asking.done;
  }

  /** @param isWanted false where the channels changed since they were asked for */
  private async readAnew(isWanted: () => boolean): Promise<void> {
    const channels = await this.read().catch(() => undefined);
    if (!isWanted()) return;
    if (channels) {
      this.channels = channels;
      this.domains = new Set([...channels.values()].flatMap(({ domains = [] }) => domains));
      this.chosen.clear();
    }
    this.askedAtMs = clock.nowMs();
    this.asking = undefined;
  }
}

/** Asks product itself, as the gateway, and waits a moment at most. */
export function readChannels(product: GatewayCalls['product']): ReadChannels {
  return async () => {
    const own = systemInvocation(systemActor('api-gateway'), {
      channel: 'default',
      locale: 'en',
      traceparent: newTraceparent(),
    });
    const asked = { ...own, deadlineMs: clock.nowMs() + waitedMs };
    const { items } = must(await product.listChannels({}, asked), 'reading the channels');
    return new Map(items.map(({ code, ...languages }) => [code, languages]));
  };
}

/** The same calls; a channel that is changed through them is read again at once. */
export function watching(languages: ChannelLanguages, call: GatewayCalls): GatewayCalls {
  const { product } = call;
  const putChannel: typeof product.putChannel = async (input, invocation) => {
    const put = await product.putChannel(input, invocation);
    languages.forget();
    return put;
  };
  const putChannelDomains: typeof product.putChannelDomains = async (input, invocation) => {
    const put = await product.putChannelDomains(input, invocation);
    languages.forget();
    return put;
  };
  return { ...call, product: { ...product, putChannel, putChannelDomains } };
}
