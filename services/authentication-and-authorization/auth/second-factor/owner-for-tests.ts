import type { Actor } from '#kernel/actor.ts';
import * as clock from '#kernel/clock.ts';
import { must } from '#kernel/result.ts';
import { codeOf, password, type AuthShop } from '../accounts-for-tests.ts';
import { codeAt, stepOf } from './totp.ts';

const stepMs = 30_000;
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** As an app reads it that is not ours. */
export function bytesOf(base32: string): Buffer {
  const bits = Array.from(base32, (each) =>
    letters.indexOf(each).toString(2).padStart(5, '0'),
  ).join('');
  return Buffer.from(bits.match(/.{8}/g)!.map((byte) => Number.parseInt(byte, 2)));
}

/** An authenticator app, and what its owner does. */
export class Owner {
  private readonly shop: AuthShop;
  readonly email: string;
  readonly actor: Actor;
  secret: Buffer = Buffer.alloc(0);
  recoveryCodes: string[] = [];
  /** That which setting the app up began. */
  private sessionId: string | undefined;

  constructor(shop: AuthShop, email: string, actor: Actor) {
    this.shop = shop;
    this.email = email;
    this.actor = actor;
  }

  get asking() {
    const { actor, sessionId } = this;
    return this.shop.invocation({ actor, ...(sessionId !== undefined && { sessionId }) });
  }

  code(stepsOn = 0): string {
    return codeAt(this.secret, stepOf(clock.nowMs()) + stepsOn);
  }

  wrongCode(): string {
    const right = [-1, 0, 1].map((steps) => this.code(steps));
    return ['000000', '111111', '222222', '333333'].find((each) => !right.includes(each))!;
  }

  begin(currentPassword = password) {
    return this.shop.auth.beginTotp({ currentPassword }, this.asking);
  }

  confirm(code = this.code()) {
    return this.shop.auth.confirmTotp({ code, ...this.shop.place() }, this.asking);
  }

  async enrol() {
    // That of an app of before ended with it.
    this.sessionId = undefined;
    this.secret = bytesOf(must(await this.begin(), 'begin').secret);
    const confirmed = must(await this.confirm(), 'confirm');
    this.recoveryCodes = confirmed.recoveryCodes;
    this.sessionId = confirmed.sessionId;
    await nextStep(this.shop);
    return confirmed;
  }

  /** The first step of signing in. */
  async challenge(tried = password): Promise<string> {
    const reply = await this.shop.login(this.email, tried);
    if (reply.ok || reply.failure.code !== 'mfa_required') throw new Error(codeOf(reply));
    return (reply.failure.detail as { challengeToken: string }).challengeToken;
  }

  prove(challengeToken: string, code: string) {
    return this.shop.auth.proveSecondFactor(
      { challengeToken, code, ...this.shop.place() },
      this.shop.invocation(),
    );
  }
}

/** Codes of before are used up: a step of time goes by. */
export const nextStep = (shop: AuthShop) => shop.kontor.moveClock(stepMs);

/** Of a new customer. */
export async function ownerIn(shop: AuthShop): Promise<Owner> {
  const { email, accountId } = await shop.customer();
  return new Owner(shop, email, shop.kontor.customer(accountId));
}

export async function enrolledIn(shop: AuthShop): Promise<Owner> {
  const person = await ownerIn(shop);
  await person.enrol();
  return person;
}
