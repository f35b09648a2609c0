import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';
import { addressOf } from '#kernel/client-address.ts';

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/** What a request brings that came by way of another; the sandbox sends its webhooks itself. */
const tracesOfProxies = ['x-forwarded-for', 'forwarded', 'x-real-ip', 'via'];

/** True for an address of this machine, also for one of IPv4 in the clothes of IPv6. */
export function isLoopback(address: string): boolean {
  const plain = plainAddress(address);
  const version = isIP(plain);
  return version !== 0 && loopback.check(plain, version === 4 ? 'ipv4' : 'ipv6');
}

interface Sender {
  /** Of whoever sent it, behind trusted proxies; null where nobody knows. */
  readonly clientAddress: string | null;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Whether a webhook may be the sandbox's own: sent straight from loopback or from the machine that
 * `sandboxUrl` names, never by way of a proxy. Its keys protect no money, so a valid signature alone
 * is not enough to be believed from anywhere.
 */
export async function isSentBySandbox(
  sandboxUrl: string,
  { clientAddress, headers }: Sender,
): Promise<boolean> {
  if (clientAddress === null || tracesOfProxies.some((name) => headers[name] !== undefined)) {
    return false;
  }
  if (isLoopback(clientAddress)) return true;
  const { hostname } = new URL(sandboxUrl);
  const found = await lookup(hostname, { all: true }).catch(() => []);
  const sender = plainAddress(clientAddress);
  return found.some(({ address }) => plainAddress(address) === sender);
}

function plainAddress(address: string): string {
  return addressOf(address) ?? address;
}
