import pg from 'pg';

/**
 * Does something over a connection of its own. A server that ends it is told of by the statement
 * under way; without a listener the cut of a connection between two of them would end the process.
 */
export async function withClient<T>(
  config: pg.ClientConfig,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client(config);
  client.on('error', () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
