import type { AuthContext } from './auth-context.ts';
import { changePassword } from './change-password.ts';
import { endSessions } from './end-sessions.ts';
import { getAccount } from './get-account.ts';
import { listSessions } from './list-sessions.ts';
import { login } from './login.ts';
import { logout } from './logout.ts';
import { refreshSession } from './refresh-session.ts';
import { register } from './register.ts';
import { requestPasswordReset } from './request-password-reset.ts';
import { resendVerification } from './resend-verification.ts';
import { resetPassword } from './reset-password.ts';
import { verifyEmail } from './verify-email.ts';

/** Accounts and sessions. */
export function accountOperations(context: AuthContext) {
  return {
    register: register(context),
    verifyEmail: verifyEmail(context),
    resendVerification: resendVerification(context),
    login: login(context),
    refreshSession: refreshSession(context),
    logout: logout(context),
    getAccount: getAccount(context),
    listSessions: listSessions(context),
    endSessions: endSessions(context),
    requestPasswordReset: requestPasswordReset(context),
    resetPassword: resetPassword(context),
    changePassword: changePassword(context),
  };
}
