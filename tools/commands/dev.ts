import { resolve } from 'node:path';
import { listenForStop } from '../listen-for-stop.ts';
import { RestartedShop } from '../dev/restarted-shop.ts';
import { watchSources } from '../dev/watch-sources.ts';

export const description = 'start the shop and start it again whenever a file is saved';

export const usage = `Usage: npm run dev

  The shop of "npm start" (PORT, KONTOR_DATA), started again when a source file is saved. The data,
  PostgreSQL and the sandbox stay: the process is killed and takes its work up again, as after any
  kill -9. Where a start fails, the next save tries again. Ctrl-C stops all of it.
`;

const projectFolder = resolve(import.meta.dirname, '../..');

/** Runs until it is told to stop; resolves with the exit code. */
export async function run(commandArguments: string[]): Promise<number> {
  if (commandArguments.length > 0) {
    process.stderr.write(`kontor dev knows no arguments, but got: ${commandArguments.join(' ')}\n`);
    return 2;
  }
  const stopRequest = listenForStop(() => {});
  const shop = new RestartedShop(projectFolder, (line) => process.stdout.write(`${line}\n`));
  const watch = watchSources(projectFolder, (files) => shop.startAgain(files));
  shop.start();
  await stopRequest;
  watch.close();
  await shop.stop();
  return 0;
}
