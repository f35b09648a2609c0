interface Effects {
  readonly call: object;
  readonly move: object;
}

/** The effects of a plot as they are, each call and each recorded move noted in `steps` as it begins. */
export function noting<E extends Effects>(effects: E, steps: string[]): E {
  const noted = (kind: object) =>
    Object.fromEntries(
      Object.entries(kind as Record<string, (...given: unknown[]) => Promise<unknown>>).map(
        ([name, step]) => [
          name,
          (...given: unknown[]) => {
            steps.push(name);
            return step(...given);
          },
        ],
      ),
    );
  return { ...effects, call: noted(effects.call), move: noted(effects.move) };
}
