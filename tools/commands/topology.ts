import { drawStates } from '../states/draw-states.ts';
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { composeFile } from '../topology/compose-file.ts';
import { kubernetes } from '../topology/kubernetes.ts';
import { mermaid } from '../topology/mermaid.ts';
import { natsConfig, natsDefaults } from '#platform/nats-server/nats-config.ts';
import { readSecret } from '#platform/run/read-process-settings.ts';
import { freshSecrets, secretLines } from '../topology/secrets.ts';

export const description =
  'print the picture for others: nats-config, kubernetes, compose, mermaid, secrets, service-secrets';

export const usage = `Usage: npx kontor topology <format> [options]

  nats-config   configuration of nats-server: a user a service, with the rights of its arrows
                --listen HOST:PORT (${natsDefaults.listen})  --store FOLDER (${natsDefaults.storeFolder})
  kubernetes    manifests for kubectl apply -f -
                --image NAME (kontor:latest)  --namespace NAME (kontor)
                --host NAME   an Ingress for that host
                --group       one deployment a group instead of one a service
  compose       a Compose file of the whole split shop on one machine
                --image NAME  instead of building one  --group
  mermaid       the picture as a flowchart
                --events      with who tells what to whom
  states        what has states and the moves between them, as docs/states.md
  secrets       fresh random secrets as an .env file for the Compose file
  service-secrets
                the keys that services are handed, made from KONTOR_SECRET of the environment
`;

type Options = NonNullable<ParseArgsConfig['options']>;
type Values = Readonly<Record<string, string | boolean | undefined>>;

interface Format {
  readonly options: Options;
  print(values: Values): string;
}

const text = { type: 'string' } as const;
const flag = { type: 'boolean', default: false } as const;

const formats: Readonly<Record<string, Format>> = {
  'nats-config': {
    options: { listen: text, store: text },
    print: ({ listen, store }) =>
      natsConfig({
        ...natsDefaults,
        ...(listen ? { listen: matching('listen', listen, address) } : {}),
        ...(store ? { storeFolder: String(store) } : {}),
      }),
  },
  kubernetes: {
    options: { image: text, namespace: text, host: text, group: flag },
    print: ({ image, namespace, host, group }) =>
      kubernetes({
        image: matching('image', image ?? 'kontor:latest', imageName),
        namespace: matching('namespace', namespace ?? 'kontor', label),
        host: host === undefined ? undefined : matching('host', host, hostName),
        grouped: group === true,
      }),
  },
  compose: {
    options: { image: text, group: flag },
    print: ({ image, group }) =>
      composeFile({
        image: image === undefined ? undefined : matching('image', image, imageName),
        grouped: group === true,
      }),
  },
  mermaid: {
    options: { events: flag },
    print: ({ events }) => mermaid({ events: events === true }),
  },
  states: { options: {}, print: drawStates },
  secrets: { options: {}, print: freshSecrets },
  'service-secrets': { options: {}, print: serviceSecrets },
};

function serviceSecrets(): string {
  try {
    return `${secretLines(readSecret(process.env)).join('\n')}\n`;
  } catch (error) {
    throw new WrongOption((error as Error).message);
  }
}

interface Form {
  readonly pattern: RegExp;
  readonly example: string;
}

const address: Form = { pattern: /^[^\s:"]+:\d{1,5}$/, example: '0.0.0.0:4222' };
const imageName: Form = {
  pattern: /^[a-z0-9][a-z0-9._/:-]*(:[\w][\w.-]{0,127})?(@sha256:[0-9a-f]{64})?$/,
  example: 'registry.example/kontor:1.0',
};
const label: Form = { pattern: /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, example: 'kontor' };
const hostName: Form = {
  pattern: /^(?=.{1,253}$)[a-z0-9-]+(\.[a-z0-9-]+)+$/,
  example: 'shop.example',
};

/** Prints one format on standard output; resolves with the exit code. */
export async function run([name, ...more]: string[]): Promise<number> {
  const format = name === undefined || !Object.hasOwn(formats, name) ? undefined : formats[name];
  if (!format) {
    const known = Object.keys(formats).join(', ');
    return refuse(
      name === undefined
        ? `Say what to print: kontor topology ${known.replaceAll(', ', '|')}.`
        : `There is no format "${name}"; there are ${known}.`,
    );
  }
  process.stdout.once('error', endWithReader);
  try {
    const { values } = parseArgs({ args: more, options: format.options });
    process.stdout.write(format.print(values as Values));
    return 0;
  } catch (error) {
    if (error instanceof WrongOption) return refuse(error.message);
    throw error;
  }
}

/** `| head` has read enough. */
function endWithReader(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
}

class WrongOption extends Error {}

function matching(name: string, value: string | boolean, { pattern, example }: Form): string {
  const given = String(value);
  if (pattern.test(given)) return given;
  throw new WrongOption(`--${name} is "${given}"; one such as ${example} is accepted.`);
}

function refuse(line: string): number {
  process.stderr.write(`${line}\n`);
  return 2;
}
