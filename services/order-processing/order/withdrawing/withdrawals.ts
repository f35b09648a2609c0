import type { Handlers, ServiceContext } from '#platform/calls/service.ts';
import { closeWithdrawal } from './close-withdrawal.ts';
import { confirmWithdrawal } from './confirm-withdrawal.ts';
import { declareOrderWithdrawal } from './declare-order-withdrawal.ts';
import { declareWithdrawal } from './declare-withdrawal.ts';
import { listWithdrawals } from './list-withdrawals.ts';
import { matchWithdrawal } from './match-withdrawal.ts';

type Names =
  | 'declareWithdrawal'
  | 'declareOrderWithdrawal'
  | 'confirmWithdrawal'
  | 'listWithdrawals'
  | 'matchWithdrawal'
  | 'closeWithdrawal';

/** Withdrawing from a contract: by buyers in two steps, and what staff makes of it. */
export function withdrawals(context: ServiceContext<'order'>): Pick<Handlers<'order'>, Names> {
  return {
    declareWithdrawal: declareWithdrawal(context),
    declareOrderWithdrawal: declareOrderWithdrawal(context),
    confirmWithdrawal: confirmWithdrawal(context),
    listWithdrawals: listWithdrawals(context),
    matchWithdrawal: matchWithdrawal(context),
    closeWithdrawal: closeWithdrawal(context),
  };
}
