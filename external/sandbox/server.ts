import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { fastify, type FastifyInstance } from 'fastify';
import type { SMTPServer } from 'smtp-server';
import { sandboxDefaults, sandboxKeys, sandboxReportKeys } from '../exchange/sandbox-keys.ts';
import { registerBookRoutes } from './book/book-routes.ts';
import { Book } from './book/book.ts';
import { CarrierKeys, registerCarrierKeys } from './book/carrier-keys.ts';
import { registerCarrierRoutes } from './carrier/carrier-routes.ts';
import { Carrier } from './carrier/carrier.ts';
import { registerControlRoutes } from './control-routes.ts';
import { registerDescribedRequests } from './wire/described-requests.ts';
import { registerElementRoutes } from './element/element-routes.ts';
import { ExchangeLog } from './book/exchange-log.ts';
import { Faults, registerFaults } from './book/faults.ts';
import { registerFraudRoutes } from './fraud/fraud-routes.ts';
import { registerLabelRoutes } from './carrier/label-routes.ts';
import { createMailServer } from './mail/mail-server.ts';
import { registerPageRoutes } from './pages/page-routes.ts';
import { openPayments } from './payment/open-payments.ts';
import { registerSmsRoutes } from './sms/sms-routes.ts';
import { registerStripeRoutes } from './stripe/stripe-routes.ts';
import { registerStripeCalls } from './stripe/stripe-calls.ts';
import { registerUnknownPaths } from './unknown-paths.ts';
import { WebhookSender } from './book/webhooks.ts';

export interface SandboxServerSettings {
  dataFolder: string;
  /** What its keys are made of. */
  secret: string;
  /** A file that is told every exchange; nothing is unless told. */
  exchangeLog?: string | undefined;
  /** 0 takes any free one. */
  port: number;
  smtpPort: number;
  /** Address to listen on; loopback unless told. */
  host?: string | undefined;
  /** How others name it, where that is not the address it listens on: `http://sandbox:8090`. */
  url?: string | undefined;
  webhookBaseUrl?: string | undefined;
  /** Told by `/sandbox/identity`, so that a starter knows its own sandbox again. */
  identity?: string | undefined;
}

export interface SandboxServer {
  /** As others name it. */
  httpUrl: string;
  /** Where it listens. */
  listening: string;
  smtpPort: number;
  close(): Promise<void>;
}

const bodyBytesMax = 1_048_576;

export async function listenSandbox(settings: SandboxServerSettings): Promise<SandboxServer> {
  const book = new Book(settings.dataFolder);
  const faults = new Faults();
  const keys = sandboxKeys(settings.secret);
  const carrierKeys = new CarrierKeys(settings.dataFolder);
  const signing = {
    paymentWebhookSecret: keys.paymentWebhookSecret,
    carrier: carrierKeys,
    smsAuthToken: keys.smsAuthToken,
    mailReportKey: sandboxReportKeys(settings.secret).privateKey,
  };
  const webhooks = new WebhookSender(book, signing, settings.webhookBaseUrl?.replace(/\/$/, ''));
  const carrier = new Carrier(book, webhooks);
  const app = fastify({ bodyLimit: bodyBytesMax, forceCloseConnections: true });
  let httpUrl = '';
  const baseUrl = (): string => httpUrl;
  const host = settings.host ?? sandboxDefaults.host;
  const opened = openPayments(book, webhooks, baseUrl);
  const identity = settings.identity ?? randomUUID();

  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  refuseForeignHosts(app, settings.url);
  // Before the faults' hook: what an answer tells has been committed, also when the answer is lost.
  app.addHook('onSend', async (_request, _reply, payload) => {
    await book.committed();
    return payload;
  });
  registerStripeCalls(app, [keys.paymentSecretKey, keys.taxSecretKey]);
  registerFaults(app, faults);
  registerDescribedRequests(app);
  if (settings.exchangeLog !== undefined) keepExchanges(app, webhooks, settings.exchangeLog);
  registerStripeRoutes(app, { book, webhooks, baseUrl, ...opened });
  registerElementRoutes(app, { book, secret: settings.secret });
  registerFraudRoutes(app, book, keys.fraudLicenseKey);
  registerSmsRoutes(app, { book, webhooks, authToken: keys.smsAuthToken });
  registerCarrierRoutes(app, { carrier, apiKey: keys.carrierApiKey, baseUrl, book });
  registerCarrierKeys(app, carrierKeys);
  registerLabelRoutes(app, carrier);
  registerControlRoutes(app, { book, faults, webhooks, carrier, carrierKeys, ...opened });
  registerBookRoutes(app, book, faults);
  registerUnknownPaths(app);
  registerPageRoutes(app, book);
  app.get('/sandbox/identity', async () => ({
    identity,
    pid: process.pid,
    webhookBaseUrl: webhooks.baseUrl ?? null,
  }));

  const mailServer = createMailServer(book, faults);
  const smtpPort = await listenForMail(mailServer, settings.smtpPort, host);
  const listening = await app.listen({ port: settings.port, host });
  httpUrl = settings.url?.replace(/\/$/, '') ?? listening;
  // What was under way when an earlier process died goes on.
  webhooks.wake();
  carrier.wake();
  return {
    httpUrl,
    listening,
    smtpPort,
    async close() {
      carrier.close();
      await webhooks.close();
      await app.close();
      await new Promise<void>((resolve) => mailServer.close(resolve));
      book.close();
    },
  };
}

/** The port that it listens on. */
function listenForMail(server: SMTPServer, port: number, host: string): Promise<number> {
  server.on('error', () => undefined);
  return new Promise((resolve, reject) => {
    server.server.once('error', reject);
    const listener = server.listen(port, host, () => {
      resolve((listener.address() as AddressInfo).port);
    });
  });
}

function keepExchanges(app: FastifyInstance, webhooks: WebhookSender, path: string): void {
  const log = new ExchangeLog(path);
  log.watch(app);
  webhooks.log = log;
}

/** A page that points its own name at loopback must not read mails here. */
function refuseForeignHosts(app: FastifyInstance, url: string | undefined): void {
  const ownHost = url === undefined ? undefined : new URL(url).host;
  app.addHook('onRequest', async (request, reply) => {
    const { host = '' } = request.headers;
    if (host === ownHost || /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(host)) return;
    return reply.code(403).send({ error: 'Use http://127.0.0.1 or http://localhost.' });
  });
}
