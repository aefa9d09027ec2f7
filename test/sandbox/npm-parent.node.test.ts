import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {endWithNpm} from '../../src/sandbox/npm-parent.js';

const npm = 4711;
const init = 1;

describe('a sandbox whose parent ends', () => {
  for (const script of [
    'klarna-sandbox',
    "'klarna-sandbox'",
    '"klarna-sandbox"',
    'klarna-sandbox --port 8700',
    ' klarna-sandbox --categories klarna,pay_later',
  ]) {
    it(`ends, once, where npm runs ${script}`, ({mock}) => {
      mock.timers.enable({apis: ['setTimeout']});
      const end = mock.fn();
      let parent = npm;
      endWithNpm(end, script, () => parent);

      mock.timers.tick(60_000);
      assert.equal(end.mock.callCount(), 0);
      parent = init;
      mock.timers.tick(60_000);
      assert.equal(end.mock.callCount(), 1);
    });
  }

  for (const script of [
    '',
    'klarna-sandbox & vite',
    'klarna-sandbox --port 8700 &',
    'klarna-sandbox-of-ours',
    'node test.js',
  ]) {
    it(`goes on where npm runs ${script || 'nothing'}`, ({mock}) => {
      mock.timers.enable({apis: ['setTimeout']});
      const end = mock.fn();
      let parent = npm;
      endWithNpm(end, script, () => parent);

      parent = init;
      mock.timers.tick(60_000);
      assert.equal(end.mock.callCount(), 0);
    });
  }
});
