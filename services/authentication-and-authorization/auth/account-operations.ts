import type { AuthContext } from './auth-context.ts';
import { beginTotp } from './second-factor/begin-totp.ts';
import { disableTotp, renewRecoveryCodes } from './second-factor/change-factor.ts';
import { beginPasskey } from './passkeys/begin-passkey.ts';
import { beginPasskeyProof } from './passkeys/begin-passkey-proof.ts';
import { createPasskey } from './passkeys/create-passkey.ts';
import { listPasskeys } from './passkeys/list-passkeys.ts';
import { removePasskey } from './passkeys/remove-passkey.ts';
import { renamePasskey } from './passkeys/rename-passkey.ts';
import { signInWithPasskey } from './passkeys/sign-in-with-passkey.ts';
import { proveAgain } from './step-up/prove-again.ts';
import { requireProof } from './step-up/require-proof.ts';
import { cancelEmailChange } from './email-change/cancel-email-change.ts';
import { confirmEmailChange } from './email-change/confirm-email-change.ts';
import { getEmailChange } from './email-change/get-email-change.ts';
import { requestEmailChange } from './email-change/request-email-change.ts';
import { changePassword } from './accounts/change-password.ts';
import { confirmTotp } from './second-factor/confirm-totp.ts';
import { endOtherSessions } from './sessions/end-other-sessions.ts';
import { endSessions } from './sessions/end-sessions.ts';
import { getAccount } from './accounts/get-account.ts';
import { getSecondFactor } from './second-factor/get-second-factor.ts';
import { listSessions } from './sessions/list-sessions.ts';
import { login } from './sessions/login.ts';
import { logout } from './sessions/logout.ts';
import { proveSecondFactor } from './second-factor/prove-second-factor.ts';
import { refreshSession } from './sessions/refresh-session.ts';
import { register } from './accounts/register.ts';
import { requestPasswordReset } from './accounts/request-password-reset.ts';
import { resendVerification } from './accounts/resend-verification.ts';
import { resetPassword } from './accounts/reset-password.ts';
import { createSavedView } from './saved-views/create-saved-view.ts';
import { listSavedViews } from './saved-views/list-saved-views.ts';
import { removeSavedView } from './saved-views/remove-saved-view.ts';
import { updateSavedView } from './saved-views/update-saved-view.ts';
import { verifyEmail } from './accounts/verify-email.ts';

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
    endOtherSessions: endOtherSessions(context),
    requestPasswordReset: requestPasswordReset(context),
    resetPassword: resetPassword(context),
    changePassword: changePassword(context),
    requestEmailChange: requestEmailChange(context),
    getEmailChange: getEmailChange(context),
    cancelEmailChange: cancelEmailChange(context),
    confirmEmailChange: confirmEmailChange(context),
    getSecondFactor: getSecondFactor(context),
    beginTotp: beginTotp(context),
    confirmTotp: confirmTotp(context),
    disableTotp: disableTotp(context),
    renewRecoveryCodes: renewRecoveryCodes(context),
    proveSecondFactor: proveSecondFactor(context),
    listPasskeys: listPasskeys(context),
    beginPasskey: beginPasskey(context),
    createPasskey: createPasskey(context),
    renamePasskey: renamePasskey(context),
    removePasskey: removePasskey(context),
    beginPasskeyProof: beginPasskeyProof(context),
    signInWithPasskey: signInWithPasskey(context),
    proveAgain: proveAgain(context),
    requireProof: requireProof(context),
    listSavedViews: listSavedViews(context),
    createSavedView: createSavedView(context),
    updateSavedView: updateSavedView(context),
    removeSavedView: removeSavedView(context),
  };
}
