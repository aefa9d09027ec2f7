import type {ChildProcess} from 'node:child_process';

const children = new Set<ChildProcess>();
let isWatching = false;

/**
 * Ends a server that this process has started along with it, also if it is told
 * to end before it has stopped the server, as when its time is up.
 */
export function endsWithUs(child: ChildProcess): void {
  if (!isWatching) {
    isWatching = true;
    process.once('exit', () =>
      children.forEach((each) => each.kill('SIGKILL')),
    );
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.once(signal, () => process.exit(1));
    }
  }
  children.add(child);
  child.once('exit', () => children.delete(child));
}
