import assert from 'node:assert/strict';
import {spawn, spawnSync, type ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {existsSync, readFileSync} from 'node:fs';
import {describe, it} from 'node:test';
import {fileURLToPath} from 'node:url';

/**
 * The recipe is not built here. What can be held without a container: that it
 * starts what there is, with options that there are, on the port that it names.
 */
describe('the container recipe', () => {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const recipe = readFileSync(`${root}/Dockerfile`, 'utf8');
  const listIn = (instruction: string): string[] => {
    const list = new RegExp(`^${instruction}.*?(\\[.*\\])$`, 'm').exec(recipe);
    return JSON.parse(list?.[1] ?? '[]') as string[];
  };
  const ports = /^EXPOSE (\d+)$/m.exec(recipe)?.[1];

  it('copies what there is, and its context leaves it in', () => {
    const ignored = readFileSync(`${root}/.dockerignore`, 'utf8').split('\n');
    const copied = [...recipe.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(
      ([, sources = '']) => sources.split(' '),
    );
    assert.ok(copied.length > 4);
    for (const source of copied) {
      assert.ok(existsSync(`${root}/${source}`), source);
      assert.ok(ignored.includes(`!${source}`), source);
    }
  });

  it('starts the command line tool on its port, and its check finds it', async () => {
    const [node, script, ...args] = listIn('ENTRYPOINT');
    const {bin} = JSON.parse(readFileSync(`${root}/package.json`, 'utf8')) as {
      bin: Record<string, string>;
    };
    assert.deepEqual([node, script], ['node', bin['klarna-sandbox']]);
    assert.equal(args[args.indexOf('--port') + 1], ports);

    let child: ChildProcess | undefined;
    try {
      child = spawn(
        process.execPath,
        [
          '--import',
          'tsx',
          `${root}/src/sandbox/cli.ts`,
          ...args.map((arg) => (arg === ports ? '0' : arg)),
        ],
        {stdio: ['ignore', 'pipe', 'inherit']},
      );
      const [text] = (await once(child.stdout!, 'data')) as [Buffer];
      const {port, hostname} = new URL(String(text).trim());
      assert.equal(hostname, '0.0.0.0');

      const [, ...check] = listIn('HEALTHCHECK');
      const run = (to: string) =>
        spawnSync(
          process.execPath,
          check.map((arg) => arg.replace(`:${ports}/`, `:${to}/`)),
        ).status;
      assert.equal(run(port), 0);
      child.kill();
      await once(child, 'exit');
      assert.equal(run(port), 1);
    } finally {
      child?.kill('SIGKILL');
    }
  });
});
