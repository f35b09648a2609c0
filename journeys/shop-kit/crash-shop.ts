import { SandboxBook } from '#external/sandbox/book/sandbox-book.ts';
import { AuditSessions } from './audit-sessions.ts';
import { Journal } from '../people/journal.ts';
import type { PreparedShop } from './prepared-shop.ts';
import { prepareSeeded } from './seeded-shop.ts';
import { audit, type AuditReport } from '#audit/audit.ts';
import { Shopper } from '../people/shopper.ts';
import { Staff } from '../people/staff.ts';
import type { ChildSettings } from './crash-messages.ts';
import { patientSettings } from './patient-settings.ts';
import { ShopProcess } from './shop-process.ts';

const restLimitMs = 180_000;
/** Each process dies after a purchase or two: to compile for a long life costs it a tenth of its own. */
const brief = ['--no-opt', '--no-maglev', '--no-sparkplug'];

/** A shop whose process is killed and started again, on databases and a sandbox that stay. */
export class CrashShop extends ShopProcess {
  readonly url: string;
  readonly journal = new Journal();
  readonly book: SandboxBook;
  readonly prepared: PreparedShop;
  readonly staff: Staff;
  readonly auditSessions: AuditSessions;

  private constructor(prepared: PreparedShop, apiKey: string) {
    // Nobody looks at a page here, and each of some hundred starts would load them all.
    const environment = { KONTOR_STOREFRONT: 'off' };
    super({ ...settingsOf(prepared), settings: patientSettings, environment }, undefined, brief);
    this.prepared = prepared;
    this.auditSessions = new AuditSessions(prepared.installation);
    this.url = `http://127.0.0.1:${prepared.port}`;
    this.book = new SandboxBook(prepared.sandbox.httpUrl, prepared.sandbox.secret);
    this.staff = new Staff(this.url, apiKey, this.journal);
  }

  /** Databases with the demo store in them; no process runs yet. */
  static async prepare(): Promise<CrashShop> {
    const { prepared, apiKey } = await prepareSeeded();
    return new CrashShop(prepared, apiKey);
  }

  async guest(): Promise<Shopper> {
    return Shopper.guest(this.url, this.journal);
  }

  async auditAtRest(limitMs = restLimitMs): Promise<AuditReport> {
    return auditAtRest(this, [this], limitMs);
  }

  async close(): Promise<void> {
    await this.kill();
    await this.auditSessions.close();
    await this.prepared.drop();
  }
}

export function settingsOf({ installation, sandbox, port }: PreparedShop): ChildSettings {
  const { secret, ...place } = installation;
  return {
    installation: place,
    secret: secret.toString('base64'),
    sandbox: { httpUrl: sandbox.httpUrl, smtpPort: sandbox.smtpPort, secret: sandbox.secret },
    port,
  };
}

/**
 * Waits until the processes say that they rest, then asks the oracle; again for as long as
 * something is only on its way, such as a story that waits for its next attempt. One that wakes
 * while the oracle reads shows it two instants at once: what is wrong is wrong at the next look too.
 */
export async function auditAtRest(
  shop: Pick<CrashShop, 'prepared' | 'book' | 'journal'> &
    Partial<Pick<CrashShop, 'auditSessions'>>,
  processes: readonly ShopProcess[],
  limitMs: number,
): Promise<AuditReport> {
  const endMs = Date.now() + limitMs;
  for (let before = new Set<string>(); ;) {
    await rest(processes, endMs);
    const report = await audit({
      installation: shop.prepared.installation,
      graceSeconds: 0,
      book: shop.book,
      journal: shop.journal,
      openSession: shop.auditSessions?.open,
    });
    const found = report.violations.map(({ says, subject }) => `${says} ${subject}`);
    const underWay = report.violations.some(({ invariant }) => invariant === 'I14');
    const stays = !underWay && found.every((one) => before.has(one));
    if (stays || Date.now() > endMs) return report;
    before = new Set(found);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

async function rest(processes: readonly ShopProcess[], endMs: number): Promise<void> {
  for (let quiet = 0; quiet < 4;) {
    const resting = await Promise.all(processes.map((each) => each.resting()));
    quiet = resting.every(Boolean) ? quiet + 1 : 0;
    if (Date.now() > endMs) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
