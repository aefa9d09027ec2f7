import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {Losses} from '../../../src/element/widget/losses.js';

/** Which of the losses, at these seconds, are made good. */
function returned(seconds: readonly number[], losses = new Losses()) {
  return seconds.filter((at) => losses.mayReturn('pay_later', at * 1000));
}

describe('18. a page that takes the container away', () => {
  it('gets it back five times', () => {
    assert.deepEqual(returned([0, 0, 0, 0, 0, 0, 0]), [0, 0, 0, 0, 0]);
  });

  it('gets it back for ever if it is slow', () => {
    const slowly = Array.from({length: 100}, (_, n) => n * 2);
    assert.deepEqual(returned(slowly), slowly);
  });

  it('gets it back five times in any ten seconds', () => {
    assert.deepEqual(
      returned([0, 1, 2, 3, 4, 5, 9.9, 10, 10.5, 11]),
      [0, 1, 2, 3, 4, 10, 11],
    );
  });

  it('may empty the whole element, whose containers count each', () => {
    const losses = new Losses();
    for (const category of ['pay_now', 'pay_later', 'pay_over_time']) {
      for (let n = 0; n < 5; n++) {
        assert.equal(losses.mayReturn(category, n), true);
      }
      assert.equal(losses.mayReturn(category, 5), false);
    }
  });

  it('is not punished for another element', () => {
    returned([0, 0, 0, 0, 0, 0]);
    assert.deepEqual(returned([0]), [0]);
  });
});
