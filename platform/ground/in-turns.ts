/** Acts on each item, on `atOnce` of them at once; what each came to, in their order. */
export async function inTurns<Item, Done>(
  atOnce: number,
  items: Iterable<Item>,
  act: (item: Item) => Promise<Done>,
): Promise<Done[]> {
  const done: Done[] = [];
  const waiting = [...items].entries();
  const walk = async (): Promise<void> => {
    for (const [turn, item] of waiting) done[turn] = await act(item);
  };
  await Promise.all(Array.from({ length: atOnce }, walk));
  return done;
}
