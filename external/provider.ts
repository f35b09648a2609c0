import type { z } from 'zod';
import type { SandboxAddress } from './exchange/sandbox-keys.ts';
import type { ExternalSystemName, Ports } from './systems.ts';

/** How one vendor does what a system of the picture is for. */
export interface Provider<S extends ExternalSystemName = ExternalSystemName> {
  readonly system: S;
  /** What is made there says so for good: never given to another. */
  readonly id: string;
  /** In a sentence. */
  readonly called: string;
  /** Variables of the environment, named as the vendor's own documents name the thing. */
  readonly settings: z.ZodObject;
  /** Of these, which are no secret: pages show them. */
  readonly shown: readonly string[];
  /** Of the shop's own settings, what it needs beside. */
  readonly beside: z.ZodObject | undefined;
  readonly hasWebhooks: boolean;
  /** What the vendor needs to be reached, of `settings` and `beside` as they were read. */
  connection(read: object): object;
  /** What reaches the sandbox in its place; undefined where the sandbox does not speak its wire. */
  readonly sandboxConnection: ((sandbox: SandboxAddress) => object) | undefined;
  /** Opens nothing: the first call does. */
  open(connection: object, timeoutMs: number): Ports[S];
  webhookSecrets(connection: object): readonly string[];
  /** The production adapter, pointed at the sandbox. @throws where the sandbox does not speak its wire */
  readonly inSandbox: (sandbox: SandboxAddress, timeoutMs: number) => Ports[S];
}

interface Declaration<
  S extends ExternalSystemName,
  Settings extends z.ZodObject,
  Beside extends z.ZodObject,
  Connection extends object,
> {
  readonly system: S;
  readonly id: string;
  readonly called: string;
  readonly settings: Settings;
  readonly shown?: readonly (keyof z.output<Settings> & string)[];
  readonly beside?: Beside;
  readonly connection: (read: z.output<Settings> & z.output<Beside>) => Connection;
  readonly sandbox?: (sandbox: SandboxAddress) => Connection;
  readonly open: (connection: Connection & { timeoutMs: number }) => Ports[S];
  /** Its webhooks come to `/v1/webhooks/{system}/{id}` and are verified by these. */
  readonly webhook?: { readonly secrets: (connection: Connection) => readonly string[] };
}

/** Declares a provider; `providers.ts` lists it. */
export function provider<
  const S extends ExternalSystemName,
  Settings extends z.ZodObject,
  Connection extends object,
  // oxlint-disable-next-line typescript/no-empty-object-type -- nothing beside unless told
  Beside extends z.ZodObject = z.ZodObject<{}>,
>(declared: Declaration<S, Settings, Beside, Connection>): Provider<S> {
  const {
    system,
    id,
    called,
    settings,
    shown = [],
    beside,
    connection,
    sandbox,
    webhook,
  } = declared;
  const open = (made: object, timeoutMs: number) =>
    declared.open({ timeoutMs, ...(made as Connection) });
  return {
    system,
    id,
    called,
    settings,
    shown,
    beside,
    hasWebhooks: webhook !== undefined,
    connection: (read) => connection(read as Parameters<typeof connection>[0]),
    sandboxConnection: sandbox,
    open,
    webhookSecrets: (made) => webhook?.secrets(made as Connection) ?? [],
    inSandbox: (address, timeoutMs) => {
      if (!sandbox) throw new Error(`The sandbox does not speak as ${called} does.`);
      return open(sandbox(address), timeoutMs);
    },
  };
}

/** Its variables: what must be set, and what may be. */
export function variablesOf({ settings, beside }: Provider): {
  readonly own: readonly string[];
  readonly optional: readonly string[];
  readonly beside: readonly string[];
} {
  const names = Object.keys(settings.shape);
  const mayLack = (name: string) => settings.shape[name]!.safeParse(undefined).success;
  return {
    own: names.filter((name) => !mayLack(name)),
    optional: names.filter(mayLack),
    beside: Object.keys(beside?.shape ?? {}),
  };
}
