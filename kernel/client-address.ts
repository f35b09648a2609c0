import type { IncomingHttpHeaders } from 'node:http';
import { BlockList, isIP, isIPv4 } from 'node:net';

/**
 * Where a request comes from, for everything that counts by it: the limits of the gateway, those of
 * auth, and what one person may hold unpaid. One person has one IPv4 address, or the whole /64 of an
 * IPv6 network with as many addresses as they like, and often the /48 around it.
 */
export interface ClientPlace {
  /** Written in one way: IPv4 with dots, IPv6 in full small letters; no port, no zone. */
  readonly address: string;
  /** What is counted as one person: the IPv4 address, or the /64. */
  readonly network: string;
  /** The /48 around an IPv6 address, with a wider budget. */
  readonly widerNetwork: string | undefined;
}

/** What is no address shares one place, so that writing nonsense buys nothing. */
const nowhere: ClientPlace = { address: '0.0.0.0', network: '0.0.0.0', widerNetwork: undefined };

/** The place of an address in any spelling that proxies use. */
export function placeOf(text: string | undefined): ClientPlace {
  if (text === undefined) return nowhere;
  if (isIPv4(text)) return { address: text, network: text, widerNetwork: undefined };
  const address = addressOf(text);
  if (address === undefined) return nowhere;
  if (isIPv4(address)) return { address, network: address, widerNetwork: undefined };
  const groups = address.split(':');
  // Of 6to4 the network is made of the IPv4 address that the person has.
  if (groups[0] === '2002') {
    return { address, network: dotted(groups[1]!, groups[2]!), widerNetwork: undefined };
  }
  const network = `${groups.slice(0, 4).join(':')}::/64`;
  return { address, network, widerNetwork: `${groups.slice(0, 3).join(':')}::/48` };
}

/**
 * The one spelling of an address, or undefined for what is none. A port, brackets and a zone are
 * taken off, and an IPv4 address inside an IPv6 one (mapped, compatible, translated) is that one.
 */
export function addressOf(text: string): string | undefined {
  const bare = withoutPort(text.trim());
  if (isIPv4(bare)) return bare;
  const unzoned = bare.split('%', 1)[0]!;
  if (isIP(unzoned) !== 6) return undefined;
  const groups = groupsOf(unzoned);
  return innerIPv4(groups) ?? groups.join(':');
}

function withoutPort(text: string): string {
  const bracketed = /^\[([^\]]*)\](?::\d{1,5})?$/.exec(text);
  if (bracketed) return bracketed[1]!;
  // Behind an IPv4 address alone: in `2001:db8::1:80` the last group is a part of the address.
  return /^(.*\d\.\d{1,3}):\d{1,5}$/.exec(text)?.[1] ?? text;
}

/** The eight groups of an IPv6 address, without leading zeros. */
function groupsOf(address: string): string[] {
  const whole = address.replace(/\d+\.\d+\.\d+\.\d+$/, (four) => {
    const [a, b, c, d] = four.split('.').map(Number) as [number, number, number, number];
    return `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
  });
  const [before = '', after] = whole.toLowerCase().split('::');
  const left = before === '' ? [] : before.split(':');
  const right = after === undefined || after === '' ? [] : after.split(':');
  const missing = Array.from({ length: 8 - left.length - right.length }, () => '0');
  return [...left, ...missing, ...right].map((group) => Number.parseInt(group, 16).toString(16));
}

/** Mapped (::ffff:0:0/96), translated (::ffff:0:0:0/96), NAT64 (64:ff9b::/96) and compatible (::/96). */
const innerPrefixes = new Set(['0:0:0:0:0:ffff', '0:0:0:0:ffff:0', '64:ff9b:0:0:0:0']);

function innerIPv4(groups: readonly string[]): string | undefined {
  const prefix = groups.slice(0, 6).join(':');
  const compatible = prefix === '0:0:0:0:0:0' && groups[6] !== '0';
  if (!compatible && !innerPrefixes.has(prefix)) return undefined;
  return dotted(groups[6]!, groups[7]!);
}

function dotted(upper: string, lower: string): string {
  const [high, low] = [Number.parseInt(upper, 16), Number.parseInt(lower, 16)];
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

interface Asked {
  readonly headers: IncomingHttpHeaders;
  readonly socket: { readonly remoteAddress?: string | undefined };
}

/** Reads where a request comes from, by the proxies whose word is taken. */
export class ClientAddresses {
  private readonly trusted: BlockList | undefined;

  /** @param proxies addresses and networks, as `isNetwork` knows them */
  constructor(proxies: readonly string[] = []) {
    this.trusted = proxies.length > 0 ? new BlockList() : undefined;
    for (const proxy of proxies) this.trust(proxy);
  }

  /**
   * The connection's other end, or what the last trusted proxy says was its own: walked from the
   * right, since what stands further left is what the client wrote. The first thing that is no
   * address ends the walk at the proxy that passed it on.
   */
  clientAddress({ headers, socket }: Asked): ClientPlace {
    const place = placeOf(socket.remoteAddress);
    if (this.trusted === undefined) return place;
    const given = headers['x-forwarded-for'];
    const hops = (Array.isArray(given) ? given.join(',') : (given ?? '')).split(',');
    let { address } = place;
    while (hops.length > 0 && this.isTrusted(address)) {
      const before = addressOf(hops.pop()!);
      if (before === undefined) break;
      address = before;
    }
    return placeOf(address);
  }

  private isTrusted(address: string): boolean {
    return this.trusted!.check(address, isIPv4(address) ? 'ipv4' : 'ipv6');
  }

  private trust(proxy: string): void {
    const [text = '', given] = proxy.split('/');
    const address = addressOf(text);
    if (address === undefined) throw new Error(`${proxy} is no address or network of a proxy`);
    const four = isIPv4(address);
    const written = isIPv4(text) ? 32 : 128;
    const prefix = Number(given ?? written) - (four && written === 128 ? 96 : 0);
    this.trusted!.addSubnet(address, Math.max(0, prefix), four ? 'ipv4' : 'ipv6');
  }
}
