#!/usr/bin/env node
import { runCli } from './cli/run-cli.js';

// A reader that has seen enough (`smg parse … | head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? 0 : 1);
});

process.exitCode = await runCli(process.argv.slice(2));
