import {createHash} from 'node:crypto';

/**
 * Digests are computed in a thread of their own, which may take any time; on a
 * virtual clock nothing may go on of which the clock does not know.
 *
 * @returns How to undo it.
 */
export function digestAtOnce(): () => void {
  const {subtle} = crypto;
  subtle.digest = async (_algorithm, data) =>
    new Uint8Array(
      createHash('sha256')
        .update(data as Uint8Array)
        .digest(),
    ).buffer;
  return () => {
    Reflect.deleteProperty(subtle, 'digest');
  };
}
