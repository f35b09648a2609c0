import { existsSync, readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import type { LoggedExchange } from '#external/sandbox/book/exchange-log.ts';
import { parseForm } from '#external/sandbox/wire/wire-form.ts';
import { noiseOf, promised } from './noise.ts';
import { schemaOfData, type Direction } from './schema-of-data.ts';
import { VendorFile, type Schema } from './vendor-file.ts';

const specs = new URL('../../../shared/specs/', import.meta.url);

/** Whose description speaks of a system of the sandbox, and where it lies beside the project. */
const files: Readonly<Record<string, string>> = {
  payment: 'stripe/spec3-2023-08-16.yaml',
  tax: 'stripe/spec3-2023-08-16.yaml',
  carrier: 'shipengine/openapi.yaml',
  sms: 'twilio/twilio_api_v2010.json',
  fraud: 'minfraud/openapi-third-party.yml',
};

export interface CheckReport {
  /** Exchanges compared, by system. */
  readonly checked: Readonly<Record<string, number>>;
  /** What was left out, by reason. */
  readonly noise: Readonly<Record<string, number>>;
  /** What does not fit, each once. */
  readonly findings: readonly string[];
}

/** Vendors' own files are not part of the project. */
export function vendorFilesAreThere(): boolean {
  return Object.values(files).every((path) => existsSync(new URL(path, specs)));
}

/** The description of a system's vendor. */
export function vendorFileOf(system: string): VendorFile {
  return new VendorFile(new URL(files[system]!, specs));
}

/** Compares every request and reply with the vendors' own descriptions, both ways. */
export class ExchangeCheck {
  private readonly opened = new Map<string, VendorFile>();
  private readonly ajv = new Ajv2020({
    strict: false,
    allErrors: true,
    validateFormats: false,
    validateSchema: false,
  });
  /** Everything in a form is text. */
  private readonly coercing = new Ajv2020({
    strict: false,
    allErrors: true,
    validateFormats: false,
    validateSchema: false,
    coerceTypes: true,
  });
  /** What speaks of data of one shape speaks of all of it. */
  private readonly compiled = new Map<string, ValidateFunction>();
  private readonly checked: Record<string, number> = {};
  private readonly noise: Record<string, number> = {};
  private readonly findings = new Set<string>();

  check(exchanges: readonly LoggedExchange[]): CheckReport {
    for (const exchange of exchanges) this.look(exchange);
    return { checked: this.checked, noise: this.noise, findings: [...this.findings].toSorted() };
  }

  private look(exchange: LoggedExchange): void {
    const { system, fault } = exchange;
    if (fault !== null) return this.leaveOut('a fault was asked for');
    const path = files[system];
    if (path === undefined) return this.leaveOut(`${system} has no description`);
    this.checked[system] = (this.checked[system] ?? 0) + 1;
    const file = this.fileOf(path);
    if (exchange.webhook) this.lookAtWebhook(file, exchange);
    else this.lookAtCall(file, exchange);
  }

  private lookAtCall(file: VendorFile, exchange: LoggedExchange): void {
    const { system, method, url, status } = exchange;
    const { pathname, searchParams } = new URL(url, 'http://sandbox');
    const place = file.placeOf(pathname);
    const operation = file.operation(place, method);
    const what = `${system} ${method} ${place}`;
    if (operation === undefined) return this.find(`${what} is not in the description`);
    const bodies = contentOf(operation.requestBody && resolved(file, operation.requestBody));
    const body = method === 'GET' ? undefined : requestOf(system, exchange.request);
    if (body !== undefined && bodies !== undefined) {
      this.compare(file, { what: `${what} request`, schema: bodies, data: body }, 'request');
    }
    this.lookAtQuery(file, what, operation.parameters ?? [], searchParams);
    const answers = operation.responses ?? {};
    const answer = answers[String(status)] ?? answers['default'];
    if (answer === undefined) {
      if (status < 400) this.find(`${what} answers ${status}, which the description does not know`);
      else this.leaveOut(`${system} describes no ${status}`);
      return;
    }
    const schema = contentOf(resolved(file, answer));
    if (schema === undefined || exchange.reply === '') return;
    const data = JSON.parse(exchange.reply) as unknown;
    this.compare(file, { what: `${what} ${status}`, schema, data }, 'reply');
  }

  private lookAtQuery(
    file: VendorFile,
    what: string,
    parameters: readonly Schema[],
    given: URLSearchParams,
  ): void {
    const known = parameters.map((one) => resolved(file, one));
    const names = new Set(known.map(({ name }) => String(name)));
    for (const name of given.keys()) {
      if (!names.has(name.replace(/\[.*$/, ''))) this.find(`${what}: no parameter ${name}`);
    }
  }

  private lookAtWebhook(file: VendorFile, { system, request }: LoggedExchange): void {
    if (system === 'sms') return this.lookAtTold(request);
    const body = JSON.parse(request) as Record<string, unknown> & { data: { object?: object } };
    if (system === 'carrier') {
      for (const name of ['resource_url', 'resource_type']) {
        if (typeof body[name] !== 'string') this.find(`carrier webhook: ${name} is missing`);
      }
      const schema = { $ref: '#/components/schemas/tracking_information' };
      this.compare(file, { what: 'carrier webhook', schema, data: body.data }, 'reply');
      return;
    }
    const { object } = body.data as { object: { object: string } };
    const event = { $ref: '#/components/schemas/event' };
    const envelope = { ...body, data: { object: {} } };
    const type = String(body['type']);
    this.compare(file, { what: `event ${type}`, schema: event, data: envelope }, 'reply');
    const schema = { $ref: `#/components/schemas/${object.object}` };
    this.compare(file, { what: `${object.object} of ${type}`, schema, data: object }, 'reply');
  }

  /** Twilio's file has no word of what Twilio posts; its pages name these. */
  private lookAtTold(request: string): void {
    const form = new URLSearchParams(request);
    const either = form.has('MessageStatus') ? [] : ['Body'];
    for (const name of ['MessageSid', 'AccountSid', 'From', 'To', 'SmsStatus', ...either]) {
      if (!form.has(name)) this.find(`sms webhook: ${name} is missing`);
    }
  }

  private compare(
    file: VendorFile,
    { what, schema, data }: { what: string; schema: Schema; data: unknown },
    direction: Direction,
  ): void {
    const key = `${what} ${shapeOf(data)}`;
    const ajv = what.endsWith('request') ? this.coercing : this.ajv;
    const fits = this.compiled.get(key) ?? ajv.compile(schemaOfData(file, schema, data, direction));
    this.compiled.set(key, fits);
    const wrong = fits(structuredClone(data)) ? [] : (fits.errors ?? []);
    for (const { instancePath, message, params, keyword } of wrong) {
      if (keyword === 'anyOf') continue;
      const name =
        (params as { additionalProperty?: string }).additionalProperty ??
        (params as { missingProperty?: string }).missingProperty ??
        '';
      const at = `${instancePath.replaceAll(/\/\d+(?=\/|$)/g, '/*')} ${message} ${name}`.trim();
      this.judge(`${what}: ${at}`);
    }
    for (const name of promised(what)) {
      if (typeof data === 'object' && data !== null && !(name in data)) {
        this.judge(`${what}: ${name} is missing`);
      }
    }
  }

  private judge(finding: string): void {
    const reason = noiseOf(finding);
    if (reason === undefined) this.find(finding);
    else this.leaveOut(reason);
  }

  private find(finding: string): void {
    this.findings.add(finding);
  }

  private leaveOut(reason: string): void {
    this.noise[reason] = (this.noise[reason] ?? 0) + 1;
  }

  private fileOf(path: string): VendorFile {
    const known = this.opened.get(path) ?? new VendorFile(new URL(path, specs));
    this.opened.set(path, known);
    return known;
  }
}

/** Names and kinds, without values. */
function shapeOf(data: unknown): string {
  if (Array.isArray(data)) return `[${data.map(shapeOf).join()}]`;
  if (typeof data !== 'object' || data === null) return data === null ? 'null' : typeof data;
  const names = Object.entries(data).map(([name, value]) => `${name}:${shapeOf(value)}`);
  return `{${names.join()}}`;
}

function resolved(file: VendorFile, part: Schema): Schema {
  return typeof part['$ref'] === 'string' ? file.resolve(part['$ref']) : part;
}

function contentOf(part: Schema | undefined): Schema | undefined {
  const content = part?.['content'] as Readonly<Record<string, { schema?: Schema }>> | undefined;
  return Object.values(content ?? {})[0]?.schema;
}

function requestOf(system: string, text: string): unknown {
  if (text === '') return undefined;
  if (system === 'carrier' || system === 'fraud') return JSON.parse(text) as unknown;
  return JSON.parse(JSON.stringify(parseForm(text))) as unknown;
}

/** The exchanges that a sandbox has kept so far. */
export function readExchanges(path: string): LoggedExchange[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as LoggedExchange);
}
