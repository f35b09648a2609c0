import type { Plant } from './plant.ts';

/** As the sandbox's book has one on which nobody has paid yet. */
function openPage(id: string, clientReferenceId: string | null) {
  const createdSeconds = Date.now() / 1_000 - 300;
  return {
    id,
    status: 'open',
    clientReferenceId,
    createdSeconds,
    expiresSeconds: createdSeconds + 1_800,
  };
}

export const hostedPagePlants: readonly Plant[] = [
  {
    violates: 'I4',
    says: 'a page of the gateway',
    how: 'a page can still be paid though its attempt is over',
    subject: () => 'cs_left_open',
    book: ({ delivered }) => ({
      checkout_sessions: (rows) => [...rows, openPage('cs_left_open', delivered.paymentId)],
    }),
  },
  {
    violates: 'I4',
    says: 'a page of the gateway',
    how: 'a page can be paid that no payment of ours was begun with',
    subject: () => 'cs_stray',
    book: () => ({ checkout_sessions: (rows) => [...rows, openPage('cs_stray', null)] }),
  },
];
