import { type HandlerOptions, type Logger, type RunningServer, serve } from '@smg/server';
import { onTestFinished } from 'vitest';

/** A logger that remembers. */
export interface TestLogger extends Logger {
  readonly lines: { level: 'warn' | 'error'; fields: object; message: string }[];
}

/** Makes a logger that remembers and prints nothing. */
export function testLogger(): TestLogger {
  const lines: TestLogger['lines'] = [];
  return {
    lines,
    warn: (fields, message) => lines.push({ level: 'warn', fields, message }),
    error: (fields, message) => lines.push({ level: 'error', fields, message }),
  };
}

/** Serves on a free port until the test is over. */
export async function serveForTest(options: HandlerOptions): Promise<RunningServer> {
  const server = await serve({ logger: testLogger(), ...options, port: 0 });
  onTestFinished(() => server.close(100));
  return server;
}
