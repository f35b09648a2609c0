import pg from 'pg';
import { startKontor } from '#platform/boot.ts';
import type { RecordedStatement } from './floor.ts';

/** The shop in a process of its own, as `npm start` runs it, so that its CPU can be told apart. */
const shop = await startKontor({
  dataFolder: process.env['KONTOR_DATA']!,
  port: Number(process.env['PORT']),
  log: () => {},
});
process.on('message', (message) => {
  if (message === 'stop') void shop.stop().then(() => process.exit(0));
  if (message === 'record') record();
  if (message === 'recorded') process.send?.(recorded.splice(0));
});
process.send?.({
  url: shop.url,
  sandboxUrl: shop.sandboxUrl,
  postgres: shop.pids.postgres,
  sandbox: shop.pids.sandbox,
  cluster: shop.installation.cluster,
  prefix: shop.installation.prefix,
});

const recorded: RecordedStatement[] = [];

interface Sent {
  text?: string;
  values?: unknown[];
  name?: string;
}

/** From now on notes every statement that is sent: the floor sends the same ones. */
function record(): void {
  const clients = new Map<object, number>();
  const prototype = pg.Client.prototype as unknown as { query: (...sent: unknown[]) => unknown };
  const original = prototype.query;
  prototype.query = function query(this: pg.Client, ...sent: unknown[]) {
    let client = clients.get(this);
    if (client === undefined) clients.set(this, (client = clients.size));
    const first = sent[0] as string | Sent;
    const given = Array.isArray(sent[1]) ? sent[1] : [];
    const { text = '', values = given, name } = typeof first === 'string' ? { text: first } : first;
    recorded.push({
      client,
      user: this.user ?? '',
      text,
      values: [...values],
      ...(name ? { name } : {}),
    });
    return original.apply(this, sent);
  };
}
