import { defineService } from '#platform/service.ts';
import { assessRisk } from './assess-risk.ts';
import type { AuthContext } from './auth-context.ts';
import { bootstrapAdministrator } from './bootstrap-administrator.ts';
import { createApiKey } from './create-api-key.ts';
import { createGuest } from './create-guest.ts';
import { getJwks } from './get-jwks.ts';
import { KeyRing } from './key-ring.ts';
import { PasswordHashing } from './password-hashing.ts';
import { verifyApiKey } from './verify-api-key.ts';

export const authService = defineService({
  name: 'auth',
  migrations: new URL('./migrations/', import.meta.url),
  open({ database, external, settings, log }) {
    const keys = new KeyRing(database, settings.secret);
    const passwords = new PasswordHashing();
    const context: AuthContext = { database, external, settings, log, keys, passwords };
    return {
      operations: {
        getJwks: getJwks(context),
        createGuest: createGuest(context),
        assessRisk: assessRisk(context),
        verifyApiKey: verifyApiKey(context),
        createApiKey: createApiKey(context),
        bootstrapAdministrator: bootstrapAdministrator(context),
      },
      hears: {},
    };
  },
});
