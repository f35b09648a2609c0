import { listAuditEntries } from '#platform/data/audit-entries.ts';
import { replayDeadLetters } from '#platform/stories/replay-dead-letters.ts';
import { listWaitingWork } from '#platform/stories/waiting-work.ts';
import { defineService } from '#platform/calls/service.ts';
import { accountOperations } from './account-operations.ts';
import { assessRisk } from './abuse-protection/assess-risk.ts';
import { AttemptLimits } from './abuse-protection/attempt-limits.ts';
import type { AuthContext } from './auth-context.ts';
import { createGuest } from './sessions/create-guest.ts';
import { getJwks } from './signing-keys/get-jwks.ts';
import { KeyRing } from './signing-keys/key-ring.ts';
import { PasswordHashing } from './secrets/password-hashing.ts';
import { staffOperations } from './staff-operations.ts';
import { Tidying } from './tidying.ts';
import { otherJsonOfAuth } from './stored/documents.ts';

export const authService = defineService({
  name: 'auth',
  migrations: new URL('./migrations/', import.meta.url),
  otherJson: otherJsonOfAuth,
  open({ database, external, settings, log }) {
    const keys = new KeyRing(database, settings.secrets);
    const passwords = new PasswordHashing();
    const limits = new AttemptLimits({ database, settings, log });
    const tidying = new Tidying(database, log);
    const parts = { keys, passwords, limits, tidying };
    const context: AuthContext = { database, external, settings, log, ...parts };
    return {
      operations: {
        listAuditEntries: listAuditEntries({ service: 'auth', database }),
        listWaitingWork: listWaitingWork({ service: 'auth', database }),
        replayDeadLetters: replayDeadLetters({ service: 'auth', database }),
        getJwks: getJwks(context),
        createGuest: createGuest(context),
        assessRisk: assessRisk(context),
        ...accountOperations(context),
        ...staffOperations(context),
      },
      subscriptions: {},
      close: () => tidying.close(),
    };
  },
});
