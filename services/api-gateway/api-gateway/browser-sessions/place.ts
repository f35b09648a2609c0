import type { IncomingHttpHeaders } from 'node:http';

/**
 * Where a browser has come, and what of a session can be kept there. `secure`: the shop's https
 * address, where the cookie has the prefix `__Host-`. `loopback`: this very machine, where browsers
 * refuse that over plain http. `nowhere`: what is sent back would be lost, or read on its way.
 */
export interface Place {
  readonly keeps: 'secure' | 'loopback' | 'nowhere';
  /** Those that are the shop's own for whoever came here. */
  readonly origins: readonly string[];
}

const nowhere: Place = { keeps: 'nowhere', origins: [] };

/** Tells places apart by the name that a browser asked for. */
export class Places {
  private readonly publicUrl: URL;
  private readonly isDomain: (name: string) => boolean;

  /** @param isDomain whether a name is a channel's own */
  constructor(publicUrl: string, isDomain: (name: string) => boolean) {
    this.publicUrl = new URL(publicUrl);
    this.isDomain = isDomain;
  }

  placeOf({ host }: IncomingHttpHeaders): Place {
    return host === undefined ? nowhere : this.find(host.toLowerCase());
  }

  private find(host: string): Place {
    const { protocol, hostname, origin } = this.publicUrl;
    const name = host.replace(/:\d{1,5}$/, '');
    const isLoopback = isLoopbackName(name);
    if (protocol === 'https:') {
      if (name === hostname || this.isDomain(name))
        return {
          keeps: 'secure',
          origins: [`https://${host}`, ...(name === hostname ? [origin] : [])],
        };
      // A proxy that does not pass on Host asks here by this name, and the public one is meant.
      return isLoopback ? { keeps: 'secure', origins: [origin, `http://${host}`] } : nowhere;
    }
    return isLoopback ? { keeps: 'loopback', origins: [`http://${host}`] } : nowhere;
  }
}

/**
 * The address that leads a browser back to where it is: the public one, where it is one of the
 * place's, also for whoever came by the name by which a proxy asked.
 */
export function originOfPlace({ origins }: Place, publicUrl: string): string {
  return origins.includes(new URL(publicUrl).origin) ? publicUrl : (origins[0] ?? publicUrl);
}

/** Of this very machine alone, whoever resolves it (RFC 6761). */
function isLoopbackName(name: string): boolean {
  return (
    name === 'localhost' ||
    name === '[::1]' ||
    name.endsWith('.localhost') ||
    /^127(?:\.\d{1,3}){3}$/.test(name)
  );
}
