import { z } from 'zod';
import {
  needsNoKeys,
  standsIn,
  type ExternalSystemsSettings,
  type SetProviders,
} from './external-systems.ts';
import type { SandboxAddress } from './exchange/sandbox-keys.ts';
import { variablesOf, type Provider } from './provider.ts';
import { providers as everyProvider } from './providers.ts';
import { externalSystemNames, externalSystems, type ExternalSystemName } from './systems.ts';

export interface ReadExternalOptions {
  /** Stands in for each system of which no provider is set; production has none. */
  readonly sandbox?: SandboxAddress | undefined;
  /** What this process uses; all unless told. */
  readonly needed?: readonly ExternalSystemName[];
  /** Those that there are; all of `providers.ts` unless told. */
  readonly providers?: readonly Provider[] | undefined;
}

/**
 * The real providers that the environment names, for `connectExternalSystems`; all else is left to
 * the sandbox. At start: `connectExternalSystems(readExternalSettings(environment, { sandbox }))`;
 * a process that runs some services also gives `needed`, the externals of their places in the
 * topology, so that it needs no keys of the others.
 *
 * @throws with one line for each provider that is half configured, malformed, or missing where
 * there is no sandbox, and for each system of which nobody knows who takes what is new. The lines
 * hold names of variables, never values.
 */
export function readExternalSettings(
  environment: NodeJS.ProcessEnv,
  { sandbox, needed = externalSystemNames, providers }: ReadExternalOptions,
): ExternalSystemsSettings {
  const wrong: string[] = [];
  const set: { [S in ExternalSystemName]?: SetProviders } = {};
  for (const system of externalSystemNames) {
    const known = (providers ?? everyProvider).filter((one) => one.system === system);
    const connections = readConnections(environment, known, wrong);
    const wanted = known.filter((one) => isWanted(environment, one));
    if (wanted.length === 0 && !needed.includes(system)) continue;
    const chosen = choose(environment, { system, known, wanted, sandbox }, wrong);
    if (chosen) set[system] = { chosen: chosen.id, connections };
  }
  const lacking = sandbox ? [] : externalSystemNames.filter((system) => !set[system]);
  // What is set wrongly was told of already.
  const missing = lacking.filter((system) => needed.includes(system) && !isNamed(system));
  if (missing.length > 0) wrong.push(noProvider(missing, providers ?? everyProvider));
  if (wrong.length > 0) throw new Error([...new Set(wrong)].join('\n'));
  return { sandbox, unused: lacking, set, ...(providers ? { providers } : {}) };

  function isNamed(system: ExternalSystemName): boolean {
    const known = (providers ?? everyProvider).filter((one) => one.system === system);
    return (
      Boolean(environment[externalSystems[system].setting]) ||
      known.some((one) => isWanted(environment, one))
    );
  }
}

/** What the sandbox stands in for, so that its book tells of it. */
export function sandboxedSystems(settings: ExternalSystemsSettings): ExternalSystemName[] {
  if (settings.sandbox === undefined) return [];
  return externalSystemNames.filter((system) => settings.set?.[system] === undefined);
}

function readConnections(
  environment: NodeJS.ProcessEnv,
  known: readonly Provider[],
  wrong: string[],
): Record<string, object> {
  const connections: Record<string, object> = {};
  for (const provider of known) {
    if (!isWanted(environment, provider)) continue;
    const missing = missingOf(environment, provider);
    if (missing.length > 0) {
      wrong.push(halfConfigured(environment, provider, missing));
      continue;
    }
    const { settings, beside } = provider;
    const read = z
      .object({ ...settings.shape, ...beside?.shape })
      .safeParse(withoutEmpty(environment));
    if (read.success) connections[provider.id] = provider.connection(read.data);
    else
      for (const { path, message } of read.error.issues)
        wrong.push(`${path.join('.')} ${message}.`);
  }
  return connections;
}

interface Choice {
  readonly system: ExternalSystemName;
  readonly known: readonly Provider[];
  readonly wanted: readonly Provider[];
  readonly sandbox: SandboxAddress | undefined;
}

/** Who takes what is new; undefined where that is the sandbox, or nobody. */
function choose(
  environment: NodeJS.ProcessEnv,
  { system, known, wanted, sandbox }: Choice,
  wrong: string[],
): Provider | undefined {
  const { called, setting } = externalSystems[system];
  const choosable = known.filter((one) => !needsNoKeys(one));
  const named = environment[setting];
  if (!named) {
    if (wanted.length < 2) return wanted[0];
    const ids = wanted.map(({ id }) => id).join(' or ');
    const vendors = wanted.map((one) => one.called).join(' and ');
    wrong.push(
      `${vendors} are set for ${called}, so say with ${setting} which of them takes what is new: ${ids}.`,
    );
    return undefined;
  }
  const chosen = choosable.find(({ id }) => id === named);
  if (!chosen) {
    const ids = choosable.map(({ id }) => id).join(', ');
    wrong.push(`${setting} names no provider of ${called} that there is: ${ids}.`);
    return undefined;
  }
  if (wanted.includes(chosen)) return chosen;
  if (sandbox && wanted.length === 0 && chosen === standsIn(known)) return undefined;
  const missing = missingOf(environment, chosen).join(', ');
  wrong.push(`${setting} is ${chosen.id}, so set ${missing} too.`);
  return undefined;
}

function isWanted(environment: NodeJS.ProcessEnv, provider: Provider): boolean {
  const { own, optional } = variablesOf(provider);
  return [...own, ...optional].some((name) => environment[name]);
}

function missingOf(environment: NodeJS.ProcessEnv, provider: Provider): string[] {
  const { own, beside } = variablesOf(provider);
  return [...own, ...beside].filter((name) => !environment[name]);
}

function halfConfigured(
  environment: NodeJS.ProcessEnv,
  provider: Provider,
  missing: readonly string[],
): string {
  const { own, optional } = variablesOf(provider);
  const { called } = externalSystems[provider.system];
  const given = [...own, ...optional].filter((name) => environment[name]);
  return `${given.join(', ')} is set for ${called}, so set ${missing.join(', ')} too.`;
}

function noProvider(
  systems: readonly ExternalSystemName[],
  providers: readonly Provider[],
): string {
  const each = systems.map((system) => {
    const known = providers.filter((one) => one.system === system && !needsNoKeys(one));
    const ways = known.map((one) => {
      const { own, beside } = variablesOf(one);
      return [...own, ...beside].join(', ');
    });
    return `${externalSystems[system].called} (${ways.join(', or ')})`;
  });
  return `There is no sandbox (KONTOR_SANDBOX_URL, KONTOR_SANDBOX_SMTP_PORT, KONTOR_SANDBOX_SECRET), so set a provider of ${each.join('; ')}.`;
}

function withoutEmpty(environment: NodeJS.ProcessEnv): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
}
