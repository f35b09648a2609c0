import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Answered, Desk, Visitor } from '../desk/desk.ts';
import type { SessionNotice } from '../identity/identity.ts';
import type { Refusal } from '../replies/problem.ts';
import { crossSiteRefused, formTokenInvalid, httpsRequired } from '../replies/refusals.ts';
import { askedBy } from '../serving/incoming-scope.ts';
import { becomeGuest } from '../sessions/become-guest.ts';
import { changePasswordInBrowser } from '../sessions/change-password-in-browser.ts';
import { confirmTotpInBrowser } from '../sessions/confirm-totp-in-browser.ts';
import {
  signInBrowser,
  signInBrowserWithCode,
  signInBrowserWithPasskey,
} from '../sessions/sign-in-browser.ts';
import { signOutBrowser } from '../sessions/sign-out-browser.ts';
import type { BrowserSessions, Opened } from './browser-sessions.ts';
import { originOfPlace } from './place.ts';

const userAgentLimit = 500;

/** Sessions as pages use them: opened with each request, and asked after at the desk. */
export class PageSessions {
  private readonly sessions: BrowserSessions;
  private readonly desk: Desk;

  constructor(sessions: BrowserSessions, desk: Desk) {
    this.sessions = sessions;
    this.desk = desk;
  }

  /** Asks nobody and sets nothing: `Desk.openPage` with its visitor does. */
  of(request: FastifyRequest, reply: FastifyReply): PageSession {
    const opened = this.sessions.ofPage(request, reply);
    return new PageSession(opened, this.sessions, this.desk, request);
  }
}

type SignedIn = Omit<z.output<typeof signInBrowser.output>, 'kind' | 'tokens'> & {
  readonly account: z.output<typeof signInBrowser.output>['tokens']['account'];
};

type PasskeyShown = z.input<typeof signInBrowserWithPasskey.input>['response'];

/** The session of whoever asks for a page, or sends its form. */
export class PageSession {
  /** As whom the desk is asked: a guest or a customer, or nobody in particular. */
  readonly visitor: Visitor;
  private readonly opened: Opened;
  private readonly sessions: BrowserSessions;
  private readonly desk: Desk;
  private madeToken: { readonly heldId: string | undefined; readonly token: string } | undefined;

  constructor(opened: Opened, sessions: BrowserSessions, desk: Desk, request: FastifyRequest) {
    this.opened = opened;
    this.sessions = sessions;
    this.desk = desk;
    const { idempotencyKey: _key, ...asked } = askedBy(request);
    this.visitor = {
      ...asked,
      authorization: undefined,
      channel: undefined,
      orderToken: undefined,
      session: opened.session,
      userAgent: request.headers['user-agent'],
      origins: () => opened.place.origins,
    };
  }

  /** Known for sure once the page was opened at the desk. */
  get kind(): 'none' | 'guest' | 'customer' {
    const { kind } = this.opened.session.shown;
    // Pages of the shop look at the cookie of shoppers alone.
    return kind === 'staff' ? 'none' : kind;
  }

  get notice(): SessionNotice | undefined {
    return this.opened.session.shown.notice;
  }

  /** Of a customer: which one of `listSessions` is this browser's. */
  get sessionId(): string | undefined {
    return this.opened.session.shown.sessionId;
  }

  /** Where the browser came, for addresses that lead it back: its cookie is kept there alone. */
  originOf(publicUrl: string): string {
    return originOfPlace(this.opened.place, publicUrl);
  }

  /** What every form that is posted carries in a hidden field, also those for nobody in particular. */
  get csrfField(): { readonly name: 'formToken'; readonly value: string } {
    return { name: 'formToken', value: this.formToken };
  }

  get formToken(): string {
    const { heldId } = this.opened.session;
    // All forms of a page have one, until its visitor becomes somebody else.
    if (!this.madeToken || this.madeToken.heldId !== heldId) {
      this.madeToken = { heldId, token: this.sessions.seal.formToken(heldId) };
    }
    return this.madeToken.token;
  }

  /**
   * Why a form is not taken; undefined where it is the shop's own, sent by who was shown it. A form
   * that was shown before its visitor became a guest is theirs too where the browser itself says that
   * it is the shop's.
   */
  checkForm(given: string | null | undefined): Refusal | undefined {
    const { from, place, session } = this.opened;
    if (from === 'foreign') return crossSiteRefused;
    if (place.keeps === 'nowhere') return httpsRequired;
    const { seal } = this.sessions;
    if (given && seal.isFormTokenOf(session.heldId, given)) return undefined;
    const isGuests = session.shown.kind === 'guest' && from === 'own';
    if (given && isGuests && seal.isFormTokenOf(undefined, given)) return undefined;
    return formTokenInvalid;
  }

  /** Makes a guest of nobody, so that a cart can be theirs. */
  async becomeSomebody(): Promise<Refusal | undefined> {
    const { session, place } = this.opened;
    if (session.shown.notice === 'unavailable' || session.shown.kind !== 'none') return undefined;
    if (place.keeps === 'nowhere') return httpsRequired;
    const made = await this.desk.visit(this.visitor).perform(becomeGuest, {});
    if (!made.ok) return made.refused;
    session.begin(made.value);
    return undefined;
  }

  async signIn(given: { email: string; password: string }): Promise<Answered<SignedIn>> {
    if (this.opened.place.keeps === 'nowhere') return { ok: false, refused: httpsRequired };
    const asked = { ...given, ...this.origin };
    return this.begin(await this.desk.visit(this.visitor).perform(signInBrowser, asked));
  }

  /** Where `signIn` was refused with `mfa_required`. */
  async signInWithCode(given: {
    challengeToken: string;
    code: string;
  }): Promise<Answered<SignedIn>> {
    if (this.opened.place.keeps === 'nowhere') return { ok: false, refused: httpsRequired };
    const asked = { ...given, ...this.origin };
    return this.begin(await this.desk.visit(this.visitor).perform(signInBrowserWithCode, asked));
  }

  /** By a passkey that the browser showed, as it wrote it down. */
  async signInWithPasskey(response: PasskeyShown): Promise<Answered<SignedIn>> {
    if (this.opened.place.keeps === 'nowhere') return { ok: false, refused: httpsRequired };
    const asked = { response, ...this.origin };
    return this.begin(await this.desk.visit(this.visitor).perform(signInBrowserWithPasskey, asked));
  }

  private begin(signedIn: Answered<z.output<typeof signInBrowser.output>>): Answered<SignedIn> {
    if (!signedIn.ok) return signedIn;
    const { kind, tokens, ...taken } = signedIn.value;
    this.opened.session.begin({ kind, tokens });
    return { ok: true, value: { ...taken, account: tokens.account } };
  }

  /** Whatever auth answers, this browser is nobody from then on. */
  async signOut(given: { everywhere?: boolean } = {}): Promise<Answered<unknown>> {
    const answered = await this.desk.visit(this.visitor).perform(signOutBrowser, given);
    this.opened.session.leave();
    return answered;
  }

  async changePassword(given: {
    currentPassword: string;
    newPassword: string;
  }): Promise<Answered<{ readonly account: SignedIn['account'] }>> {
    const asked = { ...given, ...this.origin };
    const changed = await this.desk.visit(this.visitor).perform(changePasswordInBrowser, asked);
    if (!changed.ok) return changed;
    this.opened.session.begin(changed.value);
    return { ok: true, value: { account: changed.value.tokens.account } };
  }

  /** All sessions end, and this browser has the one that begins. */
  async confirmTotp(given: {
    code: string;
  }): Promise<Answered<{ readonly recoveryCodes: readonly string[] }>> {
    const asked = { ...given, ...this.origin };
    const confirmed = await this.desk.visit(this.visitor).perform(confirmTotpInBrowser, asked);
    if (!confirmed.ok) return confirmed;
    const { kind, tokens, recoveryCodes } = confirmed.value;
    this.opened.session.begin({ kind, tokens });
    return { ok: true, value: { recoveryCodes } };
  }

  private get origin() {
    const { client, userAgent } = this.visitor;
    return {
      ipAddress: client.address.slice(0, 64),
      ...(userAgent ? { userAgent: userAgent.slice(0, userAgentLimit) } : {}),
    };
  }
}
