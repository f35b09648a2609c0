import { Socket } from 'node:net';

type Connect = (this: Socket, ...all: unknown[]) => Socket;
type Done = (error?: Error | null) => void;
interface Packet {
  readonly chunk: Buffer | string;
  readonly encoding: BufferEncoding;
}
/** How a stream hands its packets to the system, one or several in one call. */
const handsOne = '_write';
const handsSeveral = '_writev';
interface Writable {
  [handsOne]: (chunk: Buffer | string, encoding: BufferEncoding, done: Done) => void;
  [handsSeveral]: (packets: Packet[], done: Done) => void;
}

/** Hears both sides of one connection, byte by byte. */
export interface TappedConnection {
  /** The client hands these to the system at once. */
  write(packets: readonly Buffer[]): void;
  read(bytes: Buffer): void;
}

/** Where a PostgreSQL listens: the folder of its socket or a host, and a port. */
export interface TappedServer {
  readonly host: string;
  readonly port: number;
}

/**
 * Listens on every connection that this process makes to the server from now on, whatever driver makes
 * it and in whichever way: the bytes themselves are read. `undo` leaves the open ones listened to.
 */
export function tapSockets(
  listener: { connection(): TappedConnection },
  leadsThere: (path: string | undefined, port: number | undefined) => boolean,
): { undo: () => void } {
  const prototype = Socket.prototype as unknown as { connect: Connect };
  const { connect } = prototype;
  prototype.connect = function tapped(this: Socket, ...all: unknown[]) {
    const { path, port } = targetOf(all);
    if (leadsThere(path, port)) tap(this, listener.connection());
    return connect.apply(this, all);
  };
  return { undo: () => void (prototype.connect = connect) };
}

export function leadsTo({ host, port }: TappedServer): Parameters<typeof tapSockets>[1] {
  const socket = `${host}/.s.PGSQL.${port}`;
  return (path, to) =>
    path === undefined ? to === port && !host.startsWith('/') : path === socket;
}

/** As `net.connect` takes it: a path, a port, an object, or (from `net` itself) an array of these. */
function targetOf(all: readonly unknown[]): { path?: string; port?: number } {
  const [first] = (Array.isArray(all[0]) ? all[0] : all) as unknown[];
  if (typeof first === 'object' && first !== null) return first;
  const isPort = typeof first === 'number' || /^\d+$/.test(String(first));
  return isPort ? { port: Number(first) } : { path: String(first) };
}

function tap(socket: Socket, connection: TappedConnection): void {
  const writable = socket as unknown as Writable;
  const write = writable[handsOne].bind(socket);
  const writev = writable[handsSeveral].bind(socket);
  writable[handsOne] = (chunk, encoding, done) => {
    connection.write([bytesOf(chunk, encoding)]);
    write(chunk, encoding, done);
  };
  writable[handsSeveral] = (packets, done) => {
    connection.write(packets.map(({ chunk, encoding }) => bytesOf(chunk, encoding)));
    writev(packets, done);
  };
  // Not by a listener, which would start the flow before the driver is there to hear it.
  const push = socket.push.bind(socket);
  socket.push = (chunk: Buffer | null, encoding?: BufferEncoding) => {
    if (chunk) connection.read(chunk);
    return push(chunk, encoding);
  };
}

function bytesOf(chunk: Buffer | string, encoding: BufferEncoding): Buffer {
  return typeof chunk === 'string' ? Buffer.from(chunk, encoding) : chunk;
}
