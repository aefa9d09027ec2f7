import assert from 'node:assert/strict';
import {before, describe, it} from 'node:test';
import {execute, requireBuild, root} from '../package/package.js';

/** Imports an entry as the bundle of React's server components would. */
async function importOnServer(statement: string): Promise<string> {
  const {stdout} = await execute(
    process.execPath,
    [
      '--conditions=react-server',
      '--input-type=module',
      '--eval',
      `${statement}; console.log('imported')`,
    ],
    {cwd: root},
  );
  return stdout;
}

describe('in a React server component', () => {
  before(requireBuild);

  for (const statement of [
    "import 'klarna-payments-element'",
    "import {version} from 'klarna-payments-element'",
    "await import('klarna-payments-element')",
  ]) {
    it(`${statement} fails, and says what to import instead`, async () => {
      await assert.rejects(importOnServer(statement), (error: Error) => {
        assert.match(error.message, /React server component/);
        assert.match(error.message, /klarna-payments-element\/react/);
        assert.match(error.message, /'use client'/);
        return true;
      });
    });
  }

  it('the other entries go on', async () => {
    for (const entry of ['server', 'element.js', 'loader.js']) {
      assert.equal(
        await importOnServer(`import 'klarna-payments-element/${entry}'`),
        'imported\n',
      );
    }
  });
});
