import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {join} from 'node:path';
import {manifest, root} from '../package/package.js';

const started = new Map<string, Promise<void>>();

/** The sandbox starts with these options, on a port that is free here. */
export function starts(options = ''): Promise<void> {
  const args = options.replace(/--port \d+/, '').trim();
  const run = started.get(args) ?? startSandbox(args.split(/\s+/));
  started.set(args, run);
  return run;
}

async function startSandbox(args: readonly string[]): Promise<void> {
  const child = spawn(
    process.execPath,
    [join(root, manifest.bin['klarna-sandbox'] ?? ''), ...args.filter(Boolean)],
    {stdio: ['ignore', 'pipe', 'pipe']},
  );
  let said = '';
  const isUp = new Promise<void>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (data: Buffer) => {
        said += String(data);
        resolve();
      });
    }
  });
  const isOver = once(child, 'exit');
  await Promise.race([isUp, isOver]);
  child.kill('SIGKILL');
  await isOver;
  assert.match(said, /^http:\/\/127\.0\.0\.1:\d+\n/, args.join(' '));
}
