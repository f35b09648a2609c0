import { parseArgs } from 'node:util';
import { secretOfFolder } from './secret.ts';
import { listenSandbox } from './server.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: process.env['SANDBOX_PORT'] ?? '0' },
    'smtp-port': { type: 'string', default: process.env['SANDBOX_SMTP_PORT'] ?? '0' },
    /** The address to listen on, and how others name it; loopback unless told. */
    host: { type: 'string' },
    url: { type: 'string' },
    data: { type: 'string', default: process.env['SANDBOX_DATA'] ?? '.kontor/sandbox' },
    'webhook-url': { type: 'string', default: process.env['SANDBOX_WEBHOOK_URL'] ?? '' },
    identity: { type: 'string', default: process.env['SANDBOX_IDENTITY'] ?? '' },
    /** Print one line of JSON with the addresses when ready. */
    ready: { type: 'boolean', default: false },
  },
});

function portOf(name: 'port' | 'smtp-port'): number {
  const port = Number(values[name]);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  process.stderr.write(`--${name} is a number from 0 to 65535; 0 takes any free port.\n`);
  process.exit(2);
}

if (values.url !== undefined && !/^https?:\/\/[^/\s]+\/?$/.test(values.url)) {
  process.stderr.write('--url is an address such as http://sandbox:8090.\n');
  process.exit(2);
}

try {
  const server = await listenSandbox({
    dataFolder: values.data,
    secret: process.env['KONTOR_SANDBOX_SECRET'] || secretOfFolder(values.data),
    port: portOf('port'),
    smtpPort: portOf('smtp-port'),
    host: values.host,
    url: values.url,
    webhookBaseUrl: values['webhook-url'] || undefined,
    exchangeLog: process.env['SANDBOX_EXCHANGE_LOG'] || undefined,
    identity: values.identity || undefined,
  });
  const stop = (): void => void server.close().then(() => process.exit(0));
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  const { httpUrl, smtpPort } = server;
  const line = JSON.stringify({ httpUrl, smtpPort, pid: process.pid });
  process.stdout.write(values.ready ? `${line}\n` : `Sandbox: ${httpUrl}, SMTP port ${smtpPort}\n`);
} catch (error) {
  const { code, message } = error as { code?: string; message: string };
  const advice = code === 'EADDRINUSE' ? ' The port is taken: give another one by --port.' : '';
  process.stderr.write(`The sandbox cannot start: ${message}.${advice}\n`);
  process.exit(1);
}
