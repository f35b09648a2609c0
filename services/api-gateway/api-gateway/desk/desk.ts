import { inTime } from '#platform/ground/unavailability.ts';
import { withRequestHash } from '../bodies/request-hash.ts';
import type { z } from 'zod';
import { namesForeignChannel } from '#kernel/channel-wall.ts';
import type { Failure } from '#kernel/result.ts';
import { PreparedJson } from '#platform/ground/prepared-json.ts';
import type { Logger } from '#platform/telemetry/log.ts';
import { admit, idempotencyKeyOf, type Admission, type Asked } from '../admission/admit.ts';
import { guardGiven } from '../bodies/body-guard.ts';
import { validateRequest } from '../bodies/validate-request.ts';
import type { Refusal } from '../replies/problem.ts';
import { channelNotHeld, deadlineExceeded, keyRequired } from '../replies/refusals.ts';
import { performOffer, refusalOfSurprise } from './perform.ts';
import type { NamedOffer } from './prepared-use-case.ts';
import type { Asking, Gateway, UseCase } from './use-case.ts';

export interface DeskParts {
  readonly offers: readonly NamedOffer[];
  readonly admission: Admission;
  readonly gateway: Gateway;
  readonly log: Logger;
  /** How long anybody waits at most. */
  readonly patienceMs: number;
}

export type Answered<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly refused: Refusal };

/** What belongs to one thing that is asked, beside its input. */
export interface Particulars {
  readonly idempotencyKey?: string;
  /** Version of the thing as it was read: refused with 412 when somebody changed it since. */
  readonly version?: number;
}

/** Who visits, as their door was told. */
export interface Visitor extends Omit<Asked, 'idempotencyKey'> {
  readonly userAgent: string | undefined;
  /** Where the door knows the place: see `Asking`. */
  readonly origins?: (() => readonly string[]) | undefined;
}

/**
 * Where every door brings what it is asked for: a page, an agent's protocol. Whoever comes is
 * counted, identified and let in by the same rules as over REST, what they give is looked at in the
 * same way, and the same use cases are performed; so that no door can forget a check.
 */
export class Desk {
  private readonly parts: DeskParts;
  private readonly offers: ReadonlyMap<string, NamedOffer>;

  constructor(parts: DeskParts) {
    this.parts = parts;
    this.offers = new Map(parts.offers.map((offer) => [offer.name, offer]));
  }

  /** Each thing asked counts by itself, as a request over REST does. */
  visit(visitor: Visitor): Visit {
    return new Visit(this.parts, this.offers, visitor, false);
  }

  /** A page counts as one `read`, however many things are read for it; what it changes counts by itself. */
  openPage(visitor: Visitor): Promise<Answered<Visit>> {
    return this.enter(visitor, true);
  }

  /** What else is read for a page that was opened already, as who its browser is. */
  continuePage(visitor: Visitor): Promise<Answered<Visit>> {
    return this.enter(visitor, false);
  }

  private async enter(visitor: Visitor, counted: boolean): Promise<Answered<Visit>> {
    const asked = { ...visitor, idempotencyKey: undefined };
    const admitted = await admit(this.parts.admission, page, asked, counted);
    if ('refused' in admitted) return { ok: false, refused: admitted.refused };
    return { ok: true, value: new Visit(this.parts, this.offers, visitor, true) };
  }
}

/** What whoever opens a page is let in to. */
const page = {
  admitting: { audience: 'store' },
  need: { kind: 'nobody' },
  asksStanding: false,
  rateClass: 'read',
} as const;

/** What one visitor asks at the desk. */
export class Visit {
  private readonly parts: DeskParts;
  private readonly offers: ReadonlyMap<string, NamedOffer>;
  private readonly visitor: Visitor;
  private readonly readsAreCounted: boolean;

  constructor(
    parts: DeskParts,
    offers: ReadonlyMap<string, NamedOffer>,
    visitor: Visitor,
    readsAreCounted: boolean,
  ) {
    this.parts = parts;
    this.offers = offers;
    this.visitor = visitor;
    this.readsAreCounted = readsAreCounted;
  }

  /** The same page, in a channel and a language that were found out of what was asked first. */
  inPlace(place: Pick<Visitor, 'channel' | 'acceptLanguage'>): Visit {
    return new Visit(this.parts, this.offers, { ...this.visitor, ...place }, this.readsAreCounted);
  }

  /** Performs a use case of the gateway. */
  perform<Input extends z.ZodObject, Output extends z.ZodType, F extends Failure>(
    { name }: UseCase<Input, Output, F>,
    input: z.input<Input>,
    particulars: Particulars = {},
  ): Promise<Answered<z.output<Output>>> {
    return this.answer(this.offerOf(name), particulars, (offer, asking) => {
      // What is asked for in path and query is never looked through.
      const schema = offer.body && offer.inputSchema;
      const refused =
        guardGiven(input, { schema, foreign: offer.admitting.foreign }) ??
        (offer.keyRequired && !asking.invocation.idempotencyKey ? keyRequired : undefined);
      return refused ? { refused } : { input, named: input, given: input };
    }) as Promise<Answered<z.output<Output>>>;
  }

  /**
   * Asks for any operation of the public API by its operationId, with the fields of its path, query
   * and body by name; what that operation does not take in the API is refused here too.
   */
  ask(
    operationId: string,
    fields: Readonly<Record<string, unknown>> = {},
    particulars: Particulars = {},
  ): Promise<Answered<unknown>> {
    return this.answer(this.offerOf(operationId), particulars, (offer, asking) => {
      const given = sorted(offer, fields);
      const guarded = guardGiven(given.body, {
        schema: offer.body,
        foreign: offer.admitting.foreign,
      });
      if (guarded) return { refused: guarded };
      const validated = validateRequest(offer, given, asking.invocation.idempotencyKey);
      if ('refused' in validated) return validated;
      const { address: ipAddress } = asking.client;
      const input = offer.assemble({ ...validated, ...asking, ipAddress, headers: {} });
      return { input, named: validated, given: fields };
    });
  }

  private offerOf(name: string): NamedOffer {
    const offer = this.offers.get(name);
    if (!offer) throw new Error(`nothing is offered under the name ${name}`);
    return offer;
  }

  private async answer(
    offer: NamedOffer,
    { idempotencyKey: key, version }: Particulars,
    look: (
      offer: NamedOffer,
      asking: Asking,
    ) => { refused: Refusal } | { input: unknown; named: unknown; given: object },
  ): Promise<Answered<unknown>> {
    const { admission, gateway, log, patienceMs } = this.parts;
    const { visitor } = this;
    try {
      const counted = !(this.readsAreCounted && offer.rateClass === 'read');
      const asked = { ...visitor, idempotencyKey: idempotencyKeyOf(key) };
      const admitted = await admit(admission, offer, asked, counted);
      if ('refused' in admitted) return { ok: false, refused: admitted.refused };
      const { invocation } = admitted;
      const { orderToken, client, userAgent, origins } = visitor;
      const session = visitor.session?.shown;
      const { actor, sessionId, traceparent } = invocation;
      const confirm = () =>
        gateway.identities.confirm(visitor.authorization, { actor, sessionId }, traceparent);
      const asking = { invocation, orderToken, client, userAgent, origins, session, confirm };
      const looked = look(offer, asking);
      if ('refused' in looked) return { ok: false, refused: looked.refused };
      if (offer.need.kind === 'staff' && namesForeignChannel(invocation.actor, looked.named)) {
        return { ok: false, refused: channelNotHeld };
      }
      const { limits } = admission;
      const about = { name: offer.name, version, orderToken };
      const reported = { ...asking, invocation: withRequestHash(invocation, about, looked.given) };
      const performing = performOffer({ gateway, limits }, offer, looked.input, reported, version);
      const performed = await inTime(performing, patienceMs);
      if (!performed) return { ok: false, refused: deadlineExceeded };
      if ('refused' in performed) return { ok: false, refused: performed.refused };
      const { value } = performed;
      return { ok: true, value: value instanceof PreparedJson ? value.toJSON() : value };
    } catch (error) {
      const about = { traceparent: visitor.traceparent, operation: offer.name };
      return { ok: false, refused: refusalOfSurprise(log, about, error) };
    }
  }
}

/** Fields by where the API takes them; what it takes nowhere stays in the body, to be refused. */
function sorted(
  { params, query, body }: NamedOffer,
  fields: Readonly<Record<string, unknown>>,
): { params: Record<string, unknown>; query: Record<string, unknown>; body: unknown } {
  const given = { params: {}, query: {}, body: {} } as Record<
    'params' | 'query' | 'body',
    Record<string, unknown>
  >;
  for (const [name, value] of Object.entries(fields)) {
    const rest = body ? 'body' : 'query';
    given[name in params.shape ? 'params' : name in query.shape ? 'query' : rest][name] = value;
  }
  return body ? given : { ...given, body: undefined };
}
