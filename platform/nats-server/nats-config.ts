import {
  eventAccountSubjects,
  inboxPrefix,
  passwordVariable,
  permissionsOf,
} from '../nats/subjects.ts';
import { serviceNames, type ServiceName } from '../topology.ts';

export interface NatsConfigOptions {
  /** Host and port for clients. */
  readonly listen: string;
  /** Folder of JetStream's files. */
  readonly storeFolder: string;
  /** Host and port of `/healthz` and `/varz`, which name subjects and users: not for the world. */
  readonly monitor: string;
  /** Lets the user "operator" look after the stream with this password; nobody unless told. */
  readonly operatorPassword?: string | undefined;
}

export const natsDefaults: NatsConfigOptions = {
  listen: '0.0.0.0:4222',
  storeFolder: '/data',
  monitor: '127.0.0.1:8222',
};

/**
 * The configuration of nats-server: one user a service, with what the picture allows it. Passwords
 * are read by the server from its environment, `NATS_PASSWORD_<SERVICE>`; they begin with a letter,
 * for it would take one that begins with a digit for a number.
 */
export function natsConfig(options: NatsConfigOptions = natsDefaults): string {
  return `# Made by "kontor topology nats-config"; change the picture in platform/topology.ts instead.
# Check it with: nats-server -t -c <this file>
server_name: "kontor"
listen: ${quote(options.listen)}
http: ${quote(options.monitor)}

# An import's page of products is the largest call.
max_payload: 8MB
max_connections: 4096
write_deadline: "10s"
# A process that hangs gets no more calls within 20 seconds: a story's next try finds another replica.
ping_interval: "5s"
ping_max: 2
# SIGUSR2 sends clients elsewhere, a few at a time, before the server ends.
lame_duck_grace_period: "5s"
lame_duck_duration: "30s"

jetstream {
  store_dir: ${quote(options.storeFolder)}
}

# Nobody is let in without a password: there is no default user, and the system account has none.
system_account: SYS
accounts {
  SYS: {}
  # JetStream by itself, so that what it answers can be sent to nobody but who asked.
  EVENTS: {
    jetstream: enabled${operatorOf(options)}
    exports: [
${eventAccountSubjects.map(exportOf).join('\n')}
    ]
  }
  KONTOR: {
    imports: [
${eventAccountSubjects.map((subject) => `      { service: { account: EVENTS, subject: ${quote(subject)} } }`).join('\n')}
    ]
    users: [
${serviceNames.map(userOf).join('\n')}
    ]
  }
}
`;
}

/**
 * One request may have many answers there (a pull has). Without a limit of time the server would
 * remember each request for as long as its caller is connected; a pull ends after 30 s.
 */
function exportOf(subject: string): string {
  const answers = subject.startsWith('$JS.API.') ? ', response_type: stream, threshold: "2m"' : '';
  return `      { service: ${quote(subject)}${answers}, accounts: [KONTOR] }`;
}

function operatorOf({ operatorPassword }: NatsConfigOptions): string {
  if (operatorPassword === undefined) return '';
  return `\n    users: [{ user: "operator", password: ${quote(operatorPassword)} }]`;
}

function userOf(service: ServiceName): string {
  const { publish, subscribe, allowResponses } = permissionsOf(service);
  const responses = allowResponses
    ? `\n          allow_responses: { max: ${allowResponses.max}, expires: "${allowResponses.expiresSeconds}s" }`
    : '';
  return `      # Its answers arrive below ${inboxPrefix(service)}.
      {
        user: ${quote(service)}
        password: $${passwordVariable(service)}
        permissions: {
          publish: { allow: [${list(publish)}] }
          subscribe: { allow: [${list(subscribe)}] }${responses}
        }
      }`;
}

function list(subjects: readonly string[]): string {
  return subjects.map((subject) => `\n            ${quote(subject)}`).join('') + '\n          ';
}

function quote(text: string): string {
  return JSON.stringify(text);
}
