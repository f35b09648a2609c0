import { useRouter, type LinkProps } from '@tanstack/react-router';
import { neighboursOf } from './list-memory.ts';

/** To those before and after a thing in the list out of which it was opened, and back to that. */
export interface Steps {
  readonly before: (() => void) | undefined;
  readonly after: (() => void) | undefined;
  readonly back: () => void;
}

/**
 * @param list where the list stands
 * @param pageOf where the page of another one of it stands
 */
export function useSteps(
  id: string,
  list: LinkProps['to'],
  pageOf: (id: string) => Pick<LinkProps, 'to' | 'params'>,
): Steps {
  const router = useRouter();
  const { before, after } = neighboursOf(id);
  const goTo = (other: string | undefined) =>
    other === undefined
      ? undefined
      : // One step back leads to the list, however many were looked at.
        () => void router.navigate({ ...pageOf(other), replace: true });
  const isOfList = before !== undefined || after !== undefined;
  return {
    before: goTo(before),
    after: goTo(after),
    back: () => (isOfList ? router.history.back() : void router.navigate({ to: list })),
  };
}
