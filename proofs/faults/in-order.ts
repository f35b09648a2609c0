/**
 * Runs so many at a time, in their order, and tells each as soon as all before it are told.
 * @returns what came of them, in the order that they were given in
 */
export async function inOrder<Item, Outcome>(
  items: readonly Item[],
  atOnce: number,
  run: (item: Item) => Promise<Outcome>,
  tell: (outcome: Outcome) => void,
): Promise<Outcome[]> {
  const outcomes = new Map<number, Outcome>();
  let begun = 0;
  let told = 0;
  const worker = async (): Promise<void> => {
    while (begun < items.length) {
      const index = begun;
      begun += 1;
      outcomes.set(index, await run(items[index]!));
      for (; outcomes.has(told); told += 1) tell(outcomes.get(told)!);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));
  return items.map((_, index) => outcomes.get(index)!);
}

/** The same, and who asks meanwhile waits until those before are done, however they ended. */
export function oneAfterTheOther<Given extends unknown[], Outcome>(
  act: (...given: Given) => Promise<Outcome>,
): (...given: Given) => Promise<Outcome> {
  let last: Promise<unknown> = Promise.resolve();
  return (...given) => {
    const next = last.then(() => act(...given));
    last = next.catch(() => {});
    return next;
  };
}
