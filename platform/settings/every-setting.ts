import { z } from 'zod';
import type { Provider } from '#external/provider.ts';
import { providers } from '#external/providers.ts';
import {
  externalSystemNames,
  externalSystems,
  type ExternalSystemName,
} from '#external/systems.ts';
import { telemetrySettings } from '../telemetry/export/telemetry-settings.ts';
import { serviceNames, topology, type ServiceName } from '../topology.ts';
import { setting, type SettingsTable } from './setting.ts';
import { shopSettings, startSettings } from './shop-settings.ts';
import { commandSettings, ofEach, splitSettings } from './split-settings.ts';

/** Settings that belong together, in the order in which people look for them. */
export interface SettingsChapter {
  readonly title: string;
  readonly table: SettingsTable;
}

/** All variables of the environment that anything of ours reads, the tests' own too. */
export const everySetting: readonly SettingsChapter[] = [
  { title: 'Where it runs', table: startSettings },
  { title: 'The shop', table: shopSettings },
  { title: 'Providers', table: { ...choices(), ...providerSettings() } },
  { title: 'Telemetry', table: telemetrySettings },
  { title: 'Many machines', table: { ...splitSettings, ...ofEach() } },
  { title: 'Commands and tests', table: commandSettings },
];

export const settingsByName: SettingsTable = Object.assign(
  {},
  ...everySetting.map(({ table }) => table),
) as SettingsTable;

function servicesOf(system: ExternalSystemName): ServiceName[] {
  return serviceNames.filter((service) =>
    (topology[service].externals as readonly string[]).includes(system),
  );
}

/** Who takes what is new, where several providers are set. */
function choices(): SettingsTable {
  return Object.fromEntries(
    externalSystemNames.map((system) => {
      const { called, setting: name } = externalSystems[system];
      const means = `which provider of ${called} takes what is new, where several are set`;
      return [name, setting({ form: z.string().optional(), readBy: servicesOf(system), means })];
    }),
  );
}

/** What each provider declares of itself (`external/<system>/<vendor>/index.ts`). */
function providerSettings(): SettingsTable {
  return Object.fromEntries(providers.flatMap(settingsOf));
}

function settingsOf({ system, called, settings, shown }: Provider) {
  return Object.entries(settings.shape).map(([name, form]) => {
    const means = [called, (form as z.ZodType).description].filter(Boolean).join(': ');
    const readBy = servicesOf(system);
    const isSecret = !shown.includes(name);
    return [name, setting({ form: form as z.ZodType, readBy, isSecret, means })] as const;
  });
}
