import { hash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { systemActor } from '#kernel/actor.ts';
import { systemInvocation } from '#kernel/invocation.ts';
import { must } from '#kernel/result.ts';
import type { Secrets } from '#platform/ground/sealed.ts';
import { isKnownByCookie, isKnownByStaffCookie } from '../declaring/route.ts';
import type { PreparedRoute } from '../declaring/prepared-route.ts';
import type { GatewayCalls } from '../desk/use-case.ts';
import type { Identities, SessionOwners } from '../identity/identity.ts';
import type { Refusal } from '../replies/problem.ts';
import { crossSiteRefused, httpsRequired } from '../replies/refusals.ts';
import type { Begun } from '../sessions/session-shape.ts';
import { SessionOfRequest, type SessionSource } from './browser-session.ts';
import { cookieValues } from './cookies.ts';
import { Places, type Place } from './place.ts';
import { askedFrom, type AskedFrom } from './same-origin.ts';
import { SessionSeal, type HeldSession } from './sealed-session.ts';

export interface BrowserSessionParts {
  readonly call: Pick<GatewayCalls, 'auth'>;
  readonly identities: Identities;
  readonly settings: { readonly publicUrl: string; readonly secrets: Secrets };
  /** Whether a host name is a channel's own. */
  readonly isDomain: (name: string) => boolean;
}

/** What of a request says whose page asks, and where its session is. */
export interface Opened {
  readonly session: SessionOfRequest;
  readonly from: AskedFrom;
  readonly place: Place;
}

const unscoped = { channel: 'default', locale: 'en' };
const self = systemActor('api-gateway');
const passive = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Sessions of browsers by one cookie, sealed, so that no script and no other site has any use of it.
 * Decisions, with what each guards against: `decisions/0017-browser-sessions.md`.
 */
export class BrowserSessions {
  readonly seal: SessionSeal;
  private readonly places: Places;
  private readonly source: SessionSource;

  constructor({ call, identities, settings, isDomain }: BrowserSessionParts) {
    this.seal = new SessionSeal(settings.secrets);
    this.places = new Places(settings.publicUrl, isDomain);
    this.source = sourceOf(call.auth, identities);
  }

  /**
   * The session that counts for a request of the API: none where it shows a token or where everybody
   * is told the same. That of staff counts for what asks for it by a header, which no other site's
   * page can send without being let (CORS) and no form or picture can at all; that of shoppers
   * never where staff is asked for.
   */
  ofRoute(
    request: FastifyRequest,
    reply: FastifyReply,
    { route }: Pick<PreparedRoute, 'route'>,
  ): SessionOfRequest | undefined {
    const isOfSession = route.ofSession === true;
    const of = request.headers['kontor-session'] === 'staff' ? 'staff' : 'shoppers';
    if (!isOfSession) {
      const isKnown = of === 'staff' ? isKnownByStaffCookie : isKnownByCookie;
      if (request.headers.authorization !== undefined || !isKnown(route)) return;
      if (!request.headers.cookie?.includes(this.nameOf(cookiesOf[of].session))) return;
    }
    // What one browser is told is embedded by no other site's page.
    reply.header('Cross-Origin-Resource-Policy', 'same-origin');
    const changes = !passive.has(request.method);
    const judge = ({ from, keeps, isHeld }: Judged): Refusal | undefined => {
      // What staff read is other people's: another site's page gets none of it either.
      if (of === 'staff' && isHeld && from === 'foreign') return crossSiteRefused;
      if (!changes || !(isOfSession || isHeld)) return undefined;
      if (from !== 'own') return crossSiteRefused;
      return isOfSession && keeps === 'nowhere' ? httpsRequired : undefined;
    };
    return this.open(request, reply, { of, judge, alwaysConfirms: isOfSession }).session;
  }

  /** What came along with a request for a page, or of its form, which a page judges itself. */
  ofPage(request: FastifyRequest, reply: FastifyReply): Opened {
    return this.open(request, reply, {
      of: 'shoppers',
      judge: () => undefined,
      alwaysConfirms: true,
    });
  }

  /** A name that no other shop on this machine has. */
  cookieName(what: string, { keeps }: Place): string {
    return keeps === 'secure' ? `__Host-${this.nameOf(what)}` : this.nameOf(what);
  }

  placeOf({ headers }: Pick<FastifyRequest, 'headers'>): Place {
    return this.places.placeOf(headers);
  }

  private nameOf(what: string): string {
    return `${what}-${this.seal.folderId}`;
  }

  private open(
    request: FastifyRequest,
    reply: FastifyReply,
    { of, judge, alwaysConfirms }: Opening,
  ): Opened {
    const place = this.placeOf(request);
    const { keeps } = place;
    const cookies =
      keeps === 'nowhere'
        ? undefined
        : {
            session: this.cookieName(cookiesOf[of].session, place),
            device: this.cookieName(cookiesOf[of].device, place),
          };
    const values = cookies ? cookieValues(request, cookies.session) : [];
    const held = this.firstOf(values, of);
    const [device] = cookies ? cookieValues(request, cookies.device) : [];
    const from = askedFrom(request.headers, place);
    const kept = {
      seal: this.seal,
      source: this.source,
      traceparent: request.scope.traceparent,
      cookies,
      secure: keeps === 'secure',
      of,
      reply,
      alwaysConfirms,
      refused: judge({ from, keeps, isHeld: held !== undefined }),
    };
    const isLost = values.length > 0 && !held;
    const deviceToken = device && /^[\w-]{1,60}\.[\w-]{1,60}$/.test(device) ? device : undefined;
    return { session: new SessionOfRequest(kept, held, deviceToken, isLost), from, place };
  }

  /** Something else at this name may have set one that is none beside ours. */
  private firstOf(values: readonly string[], of: SessionOwners): HeldSession | undefined {
    for (const value of values.slice(0, 4)) {
      const held = this.seal.open(value);
      // One that was put under the other's name is none.
      if (held && (held.kind === 'staff') === (of === 'staff')) return held;
    }
    return undefined;
  }
}

/** Who works in the shop and shops there too is somebody else in each. */
const cookiesOf: Readonly<Record<SessionOwners, { session: string; device: string }>> = {
  shoppers: { session: 'kontor', device: 'kontor-device' },
  staff: { session: 'kontor-staff', device: 'kontor-staff-device' },
};

interface Opening {
  readonly of: SessionOwners;
  readonly judge: (judged: Judged) => Refusal | undefined;
  readonly alwaysConfirms: boolean;
}

interface Judged {
  readonly from: AskedFrom;
  readonly keeps: Place['keeps'];
  readonly isHeld: boolean;
}

function sourceOf(auth: GatewayCalls['auth'], identities: Identities): SessionSource {
  const by = (traceparent: string) => systemInvocation(self, { ...unscoped, traceparent });
  // Pages are opened several at once: whoever comes while auth is asked waits for the same answer.
  const asked = new Map<string, Promise<unknown>>();
  const once = <T>(token: string, ask: () => Promise<T>): Promise<T> => {
    const digest = hash('sha256', token, 'base64');
    const found = asked.get(digest) as Promise<T> | undefined;
    if (found) return found;
    const asking = ask().finally(() => asked.delete(digest));
    asked.set(digest, asking);
    return asking;
  };
  return {
    refresh: (refreshToken, traceparent) =>
      once(refreshToken, async () => {
        const next = await auth.refreshSession({ refreshToken }, by(traceparent));
        return next.ok ? { kind: next.value.account.kind, tokens: next.value } : undefined;
      }),
    renewGuest: (previousToken, traceparent) =>
      once(previousToken, async (): Promise<Begun> => {
        const made = await auth.createGuest({ previousToken }, by(traceparent));
        return { kind: 'guest', tokens: must(made, 'renewing a guest') };
      }),
    identify: (token, traceparent) => identities.identify(`Bearer ${token}`, traceparent),
    confirm: (identified, traceparent) => identities.confirm(undefined, identified, traceparent),
  };
}
