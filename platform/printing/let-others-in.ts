/** Between the parts of a document others get their turn, so that nobody waits for all of it. */
export function letOthersIn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
