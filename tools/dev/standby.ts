import { once } from 'node:events';
import '@fastify/cors';
import '@nats-io/jetstream';
import '@nats-io/transport-node';
import '@node-rs/argon2';
import 'cockatiel';
import 'csv-parse';
import 'i18n-iso-countries/index.js';
import 'jose';
import 'libphonenumber-js/min';
import 'liquidjs';
import 'nodemailer';
import 'pg';
import 'pg-boss';
import 'pino';
import 'sanitize-html';
import 'undici';
import 'zod';
import compress from '@fastify/compress';
import fastify from 'fastify';
import { findSources } from './find-sources.ts';

// A process that has loaded what a start loads of packages, which no saved file changes, and, told
// `program`, what of the program lies below the services. It says which files those are, and that it
// waits. Told to start, it becomes the shop: most of what a start waits for is done by then.
const end = (): void => process.exit();
process.once('disconnect', end);
await warmUp();
const found = findSources(new URL('../../', import.meta.url));
if (process.argv.includes('program')) await import('../commands/start.ts');
process.send?.({ waitsWith: [...found] });
await once(process, 'message');
process.off('disconnect', end);
process.argv.splice(2, Infinity, 'start');
await import('../command-line.ts');

/** What is made when it is used first: by a server, by a login at PostgreSQL, by an amount. */
async function warmUp(): Promise<void> {
  const server = fastify();
  await server.register(compress);
  server.get('/', () => '');
  await server.ready();
  await server.close();
  await crypto.subtle.digest('SHA-256', new Uint8Array(1));
  new Intl.NumberFormat('en', { style: 'currency', currency: 'EUR' }).format(1);
}
