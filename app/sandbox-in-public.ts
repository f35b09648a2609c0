import { neededBy, needsNoKeys } from '#external/external-systems.ts';
import { providers } from '#external/providers.ts';
import { readExternalSettings, sandboxedSystems } from '#external/read-external-settings.ts';
import { parseEnvironment } from '#platform/run/read-settings.ts';
import { readOne } from '#platform/settings/setting.ts';
import { startSettings } from '#platform/settings/shop-settings.ts';
import { isLoopback } from '#platform/ground/sent-by-sandbox.ts';

/** Whatever an address of listening says that reaches further than this machine. */
function isPublicHost(host: string): boolean {
  return host !== 'localhost' && !isLoopback(host);
}

function isPublicUrl(url: string): boolean {
  const hostname = new URL(url).hostname.replace(/^\[|\]$/g, '');
  return isPublicHost(hostname) && !hostname.endsWith('.localhost');
}

/** Stands in for the one that is not running yet, to ask what a sandbox would stand in for. */
export const anySandbox = { httpUrl: 'http://127.0.0.1:1', smtpPort: 1, secret: 'not yet' };

/**
 * A shop that strangers reach while the sandbox takes its payments gives its goods away: everybody
 * knows the test cards. Started so, it needs `KONTOR_SANDBOX_IN_PUBLIC=on`, and says at every start
 * what that means.
 *
 * @returns what to say; undefined where payments are real or nobody else reaches the shop
 * @throws with one line that says what to do
 */
export function sandboxInPublic(environment: NodeJS.ProcessEnv): string | undefined {
  const { KONTOR_PUBLIC_URL: url, KONTOR_SANDBOX_IN_PUBLIC: allowed } =
    parseEnvironment(environment);
  const host = readOne(startSettings, 'KONTOR_HOST', environment);
  const settings = readExternalSettings(environment, { sandbox: anySandbox, needed: [] });
  if (!sandboxedSystems(settings).includes('payment-gateway')) return undefined;
  const reasons = [
    ...(isPublicHost(host) ? [`KONTOR_HOST is ${host}`] : []),
    ...(url !== undefined && isPublicUrl(url) ? [`KONTOR_PUBLIC_URL is ${url}`] : []),
  ];
  if (reasons.length === 0) return undefined;
  if (allowed !== 'on')
    throw new Error(
      `${reasons.join(' and ')}, but the sandbox takes the payments: anybody could buy with a test card. Set ${keysOfPayments()}, or KONTOR_SANDBOX_IN_PUBLIC=on to try it out in public.`,
    );
  return `SANDBOX PAYMENTS IN PUBLIC (${reasons.join(', ')}): ANYBODY BUYS WITH A TEST CARD AND NO MONEY IS TAKEN. SET ${keysOfPayments().toUpperCase()} BEFORE YOU SELL.`;
}

/** What sets a provider of payments, one of them where there are several. */
function keysOfPayments(): string {
  const ways = providers
    .filter((one) => one.system === 'payment-gateway' && !needsNoKeys(one))
    .map((one) => neededBy(one).join(' and '));
  return ways.join(', or ');
}

/** Read by `--services` alone: a shop with its own data folder has a sandbox of its own. */
const forServicesAlone = [
  'KONTOR_SANDBOX_URL',
  'KONTOR_SANDBOX_SMTP_PORT',
  'KONTOR_SANDBOX_SECRET',
] as const;

/** @throws where a sandbox is named that nobody would use, with one line that says what to do */
export function refuseForeignSandbox(environment: NodeJS.ProcessEnv): void {
  const named = forServicesAlone.filter((name) => environment[name]);
  if (named.length === 0) return;
  throw new Error(
    `${named.join(', ')} would be ignored: a shop with a data folder runs a sandbox of its own. Unset ${named.length === 1 ? 'it' : 'them'}, or start with --services to use another sandbox.`,
  );
}
