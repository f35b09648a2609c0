import { unknown } from './exchange/exchange.ts';

export interface OpenProvider<Port> {
  readonly id: string;
  /** It is the sandbox in the provider's place: what was made there is nothing of the provider's. */
  readonly sandbox: boolean;
  /** Where there are none, each operation answers `unknown`: `provider_without_keys`. */
  readonly hasKeys: boolean;
  /** Where it has none, the variables that set it; empty where nobody knows it. */
  readonly needs: readonly string[];
  readonly port: Port;
  /** What verifies its webhooks, and where they must come from; null: anywhere. */
  readonly webhook:
    | { readonly secrets: readonly string[]; readonly onlyFrom: string | null }
    | undefined;
}

interface KnownProvider {
  readonly id: string;
  readonly hasWebhooks: boolean;
  /** The variables that set it. */
  readonly needs: readonly string[];
}

interface Parts<Port> {
  /** In a sentence, for whoever asks of a system that is not connected here. */
  readonly system: string;
  readonly open: readonly OpenProvider<Port>[];
  /** Those that there are, with keys or without. */
  readonly known: readonly KnownProvider[];
  /** The one that takes what is new; undefined where this process does not use the system. */
  readonly chosen: { readonly id: string; readonly sandbox: boolean } | undefined;
}

/**
 * The providers of one system in this process. What was begun at one goes on there, whoever takes
 * what is new by now.
 */
export class OpenProviders<Port extends object> {
  private readonly parts: Parts<Port>;

  constructor(parts: Parts<Port>) {
    this.parts = parts;
  }

  /** Takes what is new. @throws at the first use where this process does not use the system */
  get chosen(): Port {
    const { chosen, system } = this.parts;
    return chosen === undefined
      ? (refusing(system) as Port)
      : this.of(chosen.id, chosen.sandbox).port;
  }

  /**
   * Where what is new is made, to be kept beside it.
   * @throws where this process does not use the system
   */
  get newAt(): { readonly provider: string; readonly sandbox: boolean } {
    const { chosen, system } = this.parts;
    if (chosen === undefined) throw new Error(`${system} is not connected in this process`);
    return { provider: chosen.id, sandbox: chosen.sandbox };
  }

  get all(): readonly OpenProvider<Port>[] {
    return this.parts.open;
  }

  /**
   * Of what was made at it before.
   * @param sandbox it was made in the sandbox, which spoke the provider's wire
   */
  of(id: string, sandbox = false): OpenProvider<Port> {
    const found = this.parts.open.find((one) => one.id === id && one.sandbox === sandbox);
    return found ?? withoutKeys(id, sandbox, sandbox ? [] : this.needsOf(id));
  }

  private needsOf(id: string): readonly string[] {
    return this.parts.known.find((one) => one.id === id)?.needs ?? [];
  }

  /** Whether webhooks of it are heard of at all; whether they can be verified here, `of` says. */
  sendsWebhooks(id: string): boolean {
    return this.parts.known.some((one) => one.id === id && one.hasWebhooks);
  }

  /** Who may have sent a webhook of that name: the provider, and the sandbox in its place. */
  sendersOf(id: string): readonly OpenProvider<Port>[] {
    return [this.of(id), this.of(id, true)].filter(({ webhook }) => webhook !== undefined);
  }

  /** The same providers, each reached by way of `watch`. */
  watched(watch: (port: Port) => Port): OpenProviders<Port> {
    const open = this.parts.open.map((one) => ({ ...one, port: watch(one.port) }));
    return new OpenProviders({ ...this.parts, open });
  }

  async close(): Promise<void> {
    const closing = this.parts.open as readonly OpenProvider<{ close(): Promise<void> } & object>[];
    await Promise.all(closing.map(({ port }) => port.close()));
  }
}

/** Nobody can ask it, so nobody knows: what was begun there waits until its keys are back. */
function withoutKeys<Port>(
  id: string,
  sandbox: boolean,
  needs: readonly string[],
): OpenProvider<Port> {
  const answer = async () => unknown('provider_without_keys', 'no', id);
  const wire = new Proxy({}, { get: () => () => '' });
  const known: Record<PropertyKey, unknown> = {
    wire,
    amounts: { stepOf: () => 1 },
    cardElement: null,
    pageWire: wire,
  };
  const get = (_port: object, name: PropertyKey) => (name in known ? known[name] : answer);
  const port = new Proxy({}, { get }) as Port;
  return { id, sandbox, hasKeys: false, needs, port, webhook: undefined };
}

function refusing(system: string): object {
  const get = () => {
    throw new Error(`${system} is not connected in this process`);
  };
  return new Proxy({}, { get });
}
