/** So many times, `atOnce` of them at once; what each came to, in their order. */
export async function inTurns<Done>(
  atOnce: number,
  times: number,
  act: (turn: number) => Promise<Done>,
): Promise<Done[]> {
  const done: Done[] = [];
  let next = 0;
  const walk = async (): Promise<void> => {
    while (next < times) {
      const turn = next;
      next += 1;
      done[turn] = await act(turn);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, walk));
  return done;
}
