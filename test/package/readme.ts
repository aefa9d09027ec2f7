import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {root} from './package.js';

/** The README as a reader takes it: block by block. */
export class Readme {
  readonly text = readFileSync(join(root, 'README.md'), 'utf8');
  readonly blocks = Array.from(
    this.text.matchAll(/^```(\w+)\n(.*?)^```/gms),
    ([, language = '', code = '']) => ({language, code}),
  );

  /** The first block that has all of these words in it, as it stands. */
  block(language: RegExp, ...words: string[]): string {
    const found = this.blocks.find(
      (block) =>
        language.test(block.language) &&
        words.every((word) => block.code.includes(word)),
    );
    assert.ok(found, `The README has no block with ${words.join(', ')}`);
    return found.code;
  }

  /** The same, or nothing if the README does without it. */
  blockIfAny(language: RegExp, ...words: string[]): string {
    try {
      return this.block(language, ...words);
    } catch {
      return '';
    }
  }

  /** The first line of a block that has this in it. */
  line(words: string): string {
    const line = this.blocks
      .flatMap(({code}) => code.split('\n'))
      .find((each) => each.includes(words));
    assert.ok(line, `The README has no line with ${words}`);
    return line;
  }

  /** What one is told to type. */
  get commands(): string[] {
    return this.blocks
      .filter(({language}) => /^(?:sh|bash|shell)$/.test(language))
      .flatMap(({code}) => code.split('\n'))
      .map((line) => line.replace(/\s+#.*/, '').trim())
      .filter(Boolean);
  }
}
