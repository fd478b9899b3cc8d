import { once } from 'node:events';
import { createServer } from 'node:net';
import getPort from 'get-port';
import { CannotStart } from './cannot-start.ts';

/** Throws CannotStart when the port of the loopback interface is taken. */
export async function requireFreePort(port: number): Promise<void> {
  const server = createServer();
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reason = code === 'EADDRINUSE' ? 'is taken by another program' : `cannot be used (${code})`;
    throw new CannotStart(`Port ${port} ${reason}; choose others with --port and --emulator-port.`);
  }
  server.close();
  await once(server, 'close');
}

export const freePort = (): Promise<number> => getPort({ host: '127.0.0.1' });
