import { once } from 'node:events';
import '@fastify/compress';
import '@fastify/cors';
import '@nats-io/jetstream';
import '@nats-io/transport-node';
import 'cockatiel';
import 'fastify';
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

// A process that has loaded what a start loads of packages, which no saved file changes, and nothing
// of the program. Told to, it becomes the shop: half of what a start waits for is done by then.
const end = (): void => process.exit();
process.once('disconnect', end);
await once(process, 'message');
process.off('disconnect', end);
process.argv.splice(2, Infinity, 'start');
await import('../command-line.ts');
