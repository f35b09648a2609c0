import { sandboxDefaults, type SandboxAddress } from '../exchange/sandbox-keys.ts';
import type { Email } from './port.ts';
import { SmtpEmail } from './smtp/smtp.ts';

/** The production adapter, pointed at the sandbox. */
export function sandboxEmail({ httpUrl, smtpPort }: SandboxAddress, timeoutMs: number): Email {
  return new SmtpEmail({
    host: new URL(httpUrl).hostname,
    port: smtpPort,
    secure: false,
    timeoutMs,
    messageIdDomain: sandboxDefaults.mailDomain,
  });
}
