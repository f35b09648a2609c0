/** What was asked for, or undefined once so long was waited. */
export async function inTime<Value>(
  asked: Promise<Value>,
  waitMs: number,
): Promise<Value | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), Math.max(0, waitMs));
  });
  return Promise.race([asked, over]).finally(() => clearTimeout(timer));
}
