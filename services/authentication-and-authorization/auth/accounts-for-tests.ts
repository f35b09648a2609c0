import { randomBytes } from 'node:crypto';
import { auth } from '#contracts/auth/index.ts';
import { contracts } from '#contracts/index.ts';
import type { Actor, StaffPermission } from '#kernel/actor.ts';
import { must } from '#kernel/result.ts';
import type { DatabaseAddress } from '#platform/data/database.ts';
import { Kontor } from '#platform/run/kontor.ts';
import { openSealed } from '#platform/ground/sealed.ts';
import { Secrets } from '#platform/ground/secrets.ts';
import type { Settings } from '#platform/ground/settings.ts';
import { sql } from '#platform/ground/sql.ts';
import {
  addressesOf,
  openTestKontor,
  testSettings,
  type TestKontor,
  type TestKontorOptions,
} from '#platform/test-kit/testing.ts';
import { openLogger } from '#platform/telemetry/log.ts';
import { authService } from './service.ts';

export const password = 'correct horse battery';
export const secrets = Secrets.of(randomBytes(32));

type MailRow = Record<'template' | 'email' | 'sealed' | 'customerId' | 'expiresAt', string | null>;

/** Auth alone on a database of its own, and what a person does with it. */
export class AuthShop {
  readonly kontor: TestKontor;
  private readonly replicas: Kontor[] = [];
  private addresses = 0;
  private people = 0;

  private constructor(kontor: TestKontor) {
    this.kontor = kontor;
  }

  static async open(options: Partial<TestKontorOptions> = {}): Promise<AuthShop> {
    const settings = { secrets, rateLimits: 'on' as const, ...options.settings };
    return new AuthShop(await openTestKontor({ services: [authService], ...options, settings }));
  }

  get auth() {
    return this.kontor.client('auth');
  }

  /** Auth once more on the same database, as another process would run it. */
  async replica(
    place: Partial<DatabaseAddress> = {},
    more: Pick<Settings, 'requireMfa'> = {},
  ): Promise<Kontor> {
    const { installation, external } = this.kontor;
    const replica = new Kontor({
      composition: { contracts, services: [authService as never] },
      addressOf: (service) => ({ ...addressesOf(installation)(service), ...place }),
      external,
      settings: { ...testSettings(), secrets, rateLimits: 'on', ...more },
      log: openLogger('fatal'),
      soleOwner: false,
    });
    this.replicas.push(replica);
    await replica.open();
    return replica;
  }

  invocation(scope: Parameters<TestKontor['invocation']>[0] = {}) {
    return this.kontor.invocation({
      actor: { kind: 'anonymous', id: 'anonymous', channels: '*', permissions: [] },
      ...scope,
    });
  }

  /** An address that nobody was at before, so that limits count from nothing. */
  place() {
    this.addresses += 1;
    const { addresses } = this;
    return { ipAddress: `10.77.${addresses >> 8}.${addresses % 256}` };
  }

  newEmail(): string {
    this.people += 1;
    return `shopper${this.people}@example.com`;
  }

  register(email: string, more: { password?: string; name?: string } = {}) {
    return this.auth.register({ email, password, ...this.place(), ...more }, this.invocation());
  }

  login(
    email: string,
    tried = password,
    from: { ipAddress: string; userAgent?: string; deviceToken?: string } = this.place(),
  ) {
    return this.auth.login({ email, password: tried, ...from }, this.invocation());
  }

  refresh(refreshToken: string) {
    return this.auth.refreshSession({ refreshToken }, this.invocation());
  }

  /** A person whose address is verified. */
  async customer(email = this.newEmail()): Promise<{ email: string; accountId: string }> {
    must(await this.register(email), 'register');
    const token = await this.tokenFor(email, 'verify_email');
    const verified = await this.auth.verifyEmail({ token, password }, this.invocation());
    return { email, accountId: must(verified, 'verify').accountId };
  }

  async session(email: string, tried = password) {
    return must(await this.login(email, tried), 'login');
  }

  /** A member of staff with a role of their own, whose account is there. */
  async employ(permissions: StaffPermission[]): Promise<Actor> {
    const actor = this.kontor.staff(permissions);
    const email = this.newEmail();
    const made = sql`
      with hired as (
        insert into account (account_id, kind, email, email_canonical, state, locale, channel)
        values (${actor.id}, 'staff', ${email}, ${email}, 'active', 'en', 'default')
        returning account_id),
      held as (
        insert into role (name, description, permissions)
        values (${`role_${actor.id.slice(-12)}`}, '', ${permissions}) returning name)
      insert into account_role (account_id, role) select account_id, name from hired, held`;
    await this.kontor.database('auth').write('employ', made, this.kontor.invocation());
    return actor;
  }

  /** The token of a mail's link, as notification opens it. */
  async tokenFor(email: string, template: string): Promise<string> {
    const mail = (await this.mails(email)).findLast((each) => each.template === template);
    if (!mail?.sealed) throw new Error(`no mail ${template} with a link to ${email}`);
    return (openSealed(secrets, 'sealed mail', mail.sealed) as { token: string }).token;
  }

  /** What customer is told to have sent to an address, oldest first. */
  async mails(email: string): Promise<MailRow[]> {
    const rows = await this.rows<{ data: MailRow }>(
      sql`select data from outbox where type = 'auth.mail_requested' and data->>'email' = ${email} order by sequence`,
    );
    for (const { data } of rows) auth.events['auth.mail_requested'].data.parse(data);
    return rows.map((row) => row.data);
  }

  rows<Row extends object>(statement: ReturnType<typeof sql>): Promise<Row[]> {
    return this.kontor.database('auth').query<Row>(statement);
  }

  async endReasonOf(sessionId: string): Promise<string | null> {
    const [row] = await this.rows<{ reason: string | null }>(
      sql`select end_reason as reason from session where session_id = ${sessionId}`,
    );
    return row!.reason;
  }

  async close(): Promise<void> {
    for (const replica of this.replicas) await replica.close();
    await this.kontor.close();
  }
}

/** The slug of a reply that must have failed. */
export function codeOf(reply: { ok: boolean; failure?: { code: string } }): string | undefined {
  return reply.ok ? 'ok' : reply.failure?.code;
}
