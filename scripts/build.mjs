import {spawnSync} from 'node:child_process';
import {rmSync} from 'node:fs';

/**
 * Builds the package: unbundled modules with their types for npm, one minified
 * module for the CDN with the licences of what is in it, and the custom elements manifest for editors.
 */
rmSync('dist', {recursive: true, force: true});
run('typescript/bin/tsc', '-p', 'tsconfig.build.json');
run('vite/bin/vite.js', 'build', '-c', 'scripts/vite.cdn.config.mjs');
await import('./notices.mjs');
run(
  '@custom-elements-manifest/analyzer/cem.js',
  'analyze',
  '--config',
  'scripts/cem.config.mjs',
  '--quiet',
);
await import('./editor-data.mjs');

function run(tool, ...args) {
  const {status} = spawnSync(
    process.execPath,
    [`node_modules/${tool}`, ...args],
    {stdio: 'inherit'},
  );
  if (status !== 0) process.exit(status ?? 1);
}
