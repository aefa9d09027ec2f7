import {readFileSync} from 'node:fs';
import {minifyTemplateLiterals} from 'rollup-plugin-minify-template-literals';
import {defineConfig} from 'vite';

const {version} = JSON.parse(readFileSync('package.json', 'utf8'));

/**
 * Lit asks whether the browser adopts style sheets. All that have what the
 * element needs besides do, so that the answer is known and Lit's other way is
 * left out.
 */
const adoptsStyleSheets = {
  name: 'adopts-style-sheets',
  transform(code, id) {
    if (!id.endsWith('/css-tag.js')) return null;
    const question = /(?<==)\w+\.ShadowRoot&&.+?CSSStyleSheet\.prototype/;
    if (!question.test(code)) this.error('Lit asks in another way');
    return {code: code.replace(question, 'true'), map: null};
  },
};

/** One minified module with Lit in it, for pages without a bundler. */
export default defineConfig({
  plugins: [
    adoptsStyleSheets,
    minifyTemplateLiterals({include: ['src/**/*.styles.ts']}),
  ],
  build: {
    outDir: 'dist/cdn',
    emptyOutDir: true,
    sourcemap: true,
    target: 'es2022',
    lib: {
      entry: 'src/index.ts',
      formats: ['es'],
      fileName: () => 'klarna-payments.js',
    },
    rolldownOptions: {
      // Lit's templates come along with `lit`, although nobody asks for them.
      treeshake: {moduleSideEffects: (id) => !/lit-(html|element)/.test(id)},
      output: {
        // Library mode keeps white space and comments unless told otherwise.
        minify: true,
        comments: false,
        // Importing it in Node.js does nothing, where there is no DOM.
        intro: ({isEntry}) =>
          isEntry
            ? 'const HTMLElement = globalThis.HTMLElement ?? class {};'
            : '',
        chunkFileNames: 'klarna-payments.[name].js',
        postBanner: `/*! klarna-payments-element ${version} | MIT; contains Lit | BSD-3-Clause, Google LLC */`,
      },
    },
  },
});
