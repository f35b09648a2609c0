import { sandboxDefaults } from '../sandbox-defaults.ts';
import type { Email } from './port.ts';
import { SmtpEmail } from './smtp.ts';

/** The production adapter, pointed at the sandbox. */
export function sandboxEmail(host: string, port: number, timeoutMs: number): Email {
  return new SmtpEmail({
    host,
    port,
    secure: false,
    timeoutMs,
    messageIdDomain: sandboxDefaults.mailDomain,
  });
}
