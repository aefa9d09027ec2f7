import process from 'node:process';

/** npm runs this command, and nothing besides. npx puts it in quotes. */
const alone = /^\s*(["']?)klarna-sandbox\1(?:\s[^&]*)?$/;

/**
 * Calls `end` once the shell is gone in which npm (`npx`, `npm run`) has
 * started this command. Signals to npm reach that shell, and it does not hand
 * them on: the sandbox would go on for ever, and keep its port.
 *
 * Whoever else starts a sandbox may leave it running and go, as a step of a CI
 * job does.
 *
 * @param script What npm runs, if it does.
 * @param parentOf Who has started this process. Whose parent has ended gets
 *   another one; on Windows nothing tells.
 */
export function endWithNpm(
  end: () => void,
  script = process.env['npm_lifecycle_script'] ?? '',
  parentOf = () => process.ppid,
): void {
  if (!alone.test(script)) return;
  const parent = parentOf();
  const look = () => {
    if (parentOf() === parent) wait();
    else end();
  };
  const wait = () => setTimeout(look, 250).unref();
  wait();
}
