import { KontorProblem } from '@kontor/sdk';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { withWords } from '../words/with-words.ts';

// Read where it is asked first: most who read a list are never asked.
const StepUpQuestion = lazy(async () => {
  const { StepUpQuestion: loaded } = await withWords(() => import('./step-up-question.tsx'));
  return { default: loaded };
});

export interface Asked {
  readonly methods: readonly string[];
  readonly proven: () => void;
  readonly calledOff: () => void;
}

/** What may be shown; undefined of every other refusal. */
function methodsOf(error: unknown): readonly string[] | undefined {
  if (!(error instanceof KontorProblem) || error.code !== 'step_up_required') return undefined;
  return (error.details as { methods: string[] }).methods;
}

/**
 * For what the shop does only for who has just shown that it is them: asks, and does it then. Show
 * `question`; who calls it off gets the refusal.
 */
export function useStepUp() {
  const [asked, setAsked] = useState<Asked>();
  const ask = (methods: readonly string[], error: unknown) =>
    new Promise<void>((resolve, reject) => {
      const end = (settle: () => void) => () => {
        setAsked(undefined);
        settle();
      };
      setAsked({ methods, proven: end(resolve), calledOff: end(() => reject(error)) });
    });
  const proven = async <T,>(act: () => Promise<T>): Promise<T> => {
    try {
      return await act();
    } catch (error) {
      const methods = methodsOf(error);
      if (!methods) throw error;
      await ask(methods, error);
      return act();
    }
  };
  const question: ReactNode = asked && (
    <Suspense fallback={null}>
      <StepUpQuestion {...asked} />
    </Suspense>
  );
  return { proven, question };
}
