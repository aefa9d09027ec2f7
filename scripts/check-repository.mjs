import {readFileSync} from 'node:fs';
import process from 'node:process';

/**
 * Keeps a release from going out while the repository has no place: npm would
 * resolve the README's links and images against a placeholder.
 */
const {repository, homepage, bugs} = JSON.parse(
  readFileSync('package.json', 'utf8'),
);
const placeholders = [repository?.url, homepage, bugs?.url].filter(
  (url) => !url || /\/OWNER\//.test(url),
);
if (placeholders.length > 0) {
  console.error(
    `package.json: repository, homepage and bugs need the repository's owner ` +
      `(CONTRIBUTING.md, "Releases"): ${placeholders.join(', ')}`,
  );
  process.exitCode = 1;
}
