import { removeWatch, watchesPage } from './settings/watches.tsx';
import { confirmWatch, endWatch, watchPage } from '../product/watch-product.tsx';
import type { MakePage, TakeForm } from '../../serving/page.ts';
import { keptAddressPage, newAddressPage } from './addresses/address-page.tsx';
import { addressesPage } from './addresses/addresses-page.tsx';
import { removeAddress, saveAddress } from './addresses/change-address.ts';
import { forgotten, forgottenPage } from './entering/forgotten.tsx';
import { register, registerPage } from './entering/register.tsx';
import { changeEmail, changeEmailPage } from './entering/change-email.tsx';
import { resetPassword, resetPasswordPage } from './entering/reset-password.tsx';
import { signIn, signInPage, signInWithPasskey } from './entering/sign-in.tsx';
import { secondStepPage, signInWithCode } from './entering/second-step.tsx';
import { signOut } from './entering/sign-out.ts';
import { verifyEmail, verifyEmailPage } from './entering/verify-email.tsx';
import { oldAddresses } from './old-addresses.ts';
import { cancelOrder, orderPage } from './orders/order-page.tsx';
import { ordersPage } from './orders/orders-page.tsx';
import {
  authenticatorPage,
  beginAuthenticator,
  confirmAuthenticator,
  removeAuthenticator,
  renewCodes,
} from './settings/authenticator.tsx';
import { devicesPage, endDevice, endOtherDevices } from './settings/devices.tsx';
import { emailPage, keepEmail, requestEmailChange } from './settings/email.tsx';
import { preferencesPage, savePreferences } from './settings/preferences.tsx';
import {
  beginPasskey,
  makePasskey,
  passkeysPage,
  proveAgain,
  removePasskey,
  renamePasskey,
} from './settings/passkeys.tsx';
import { changePassword, securityPage } from './settings/security.tsx';
import { newTicketPage, openTicket } from './tickets/new-ticket.tsx';
import { answerTicket, settleTicket, ticketPage } from './tickets/ticket-page.tsx';
import { ticketsPage } from './tickets/tickets-page.tsx';

/** The pages of and around an account, by their path. */
export const accountPages: Readonly<Record<string, MakePage>> = {
  '/account': ordersPage,
  '/account/orders/:orderId': (request) => orderPage(request),
  '/account/orders/:orderId/help': newTicketPage,
  '/account/tickets': ticketsPage,
  '/account/tickets/new': newTicketPage,
  '/account/tickets/:ticketId': ticketPage,
  '/account/addresses': addressesPage,
  '/account/addresses/new': newAddressPage,
  '/account/addresses/:addressId': keptAddressPage,
  '/account/watches': watchesPage,
  '/watch/:mailedIn/:token': watchPage,
  '/account/preferences': preferencesPage,
  '/account/security': securityPage,
  '/account/security/email': emailPage,
  '/account/security/app': authenticatorPage,
  '/account/security/passkeys': passkeysPage,
  '/account/devices': devicesPage,
  '/account/sign-in': signInPage,
  '/account/sign-in/code': secondStepPage,
  '/account/register': registerPage,
  '/account/forgotten': forgottenPage,
  '/verify-email/:mailedIn/:token': verifyEmailPage,
  '/reset-password/:mailedIn/:token': resetPasswordPage,
  '/change-email/:mailedIn/:token': changeEmailPage,
  ...oldAddresses,
};

/** What their forms are sent to. */
export const accountForms: Readonly<Record<string, TakeForm>> = {
  '/account/orders/:orderId/cancel': cancelOrder,
  '/account/orders/:orderId/help': openTicket,
  '/account/tickets/new': openTicket,
  '/account/tickets/:ticketId': answerTicket,
  '/account/tickets/:ticketId/settle': settleTicket,
  '/account/addresses': saveAddress,
  '/account/addresses/:addressId': saveAddress,
  '/account/addresses/:addressId/remove': removeAddress,
  '/account/watches/:watchId/end': removeWatch,
  '/watch/:mailedIn/:token': confirmWatch,
  '/watch/:mailedIn/:token/end': endWatch,
  '/account/preferences': savePreferences,
  '/account/security/password': changePassword,
  '/account/security/email': requestEmailChange,
  '/account/security/email/keep': keepEmail,
  '/account/security/again': proveAgain,
  '/account/security/passkeys/begin': beginPasskey,
  '/account/security/passkeys': makePasskey,
  '/account/security/passkeys/:passkeyId/rename': renamePasskey,
  '/account/security/passkeys/:passkeyId/remove': removePasskey,
  '/account/security/app/begin': beginAuthenticator,
  '/account/security/app/confirm': confirmAuthenticator,
  '/account/security/app/codes': renewCodes,
  '/account/security/app/remove': removeAuthenticator,
  '/account/devices/end-others': endOtherDevices,
  '/account/devices/:sessionId/end': endDevice,
  '/account/sign-in': signIn,
  '/account/sign-in/code': signInWithCode,
  '/account/sign-in/passkey': signInWithPasskey,
  '/account/sign-out': signOut,
  '/account/register': register,
  '/account/forgotten': forgotten,
  '/verify-email/:mailedIn/:token': verifyEmail,
  '/reset-password/:mailedIn/:token': resetPassword,
  '/change-email/:mailedIn/:token': changeEmail,
};
