import {readFileSync} from 'node:fs';
import {minifyTemplateLiterals} from 'rollup-plugin-minify-template-literals';
import {defineConfig} from 'vite';

const {version} = JSON.parse(readFileSync('package.json', 'utf8'));

/** One minified module with Lit in it, for pages without a bundler. */
export default defineConfig({
  plugins: [minifyTemplateLiterals({include: ['src/**/*.ts']})],
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
      output: {
        // Library mode keeps white space and comments unless told otherwise.
        minify: true,
        comments: false,
        // Importing it in Node.js does nothing, where there is no DOM.
        intro: ({isEntry}) =>
          isEntry
            ? 'const {HTMLElement = class {}, document = {createTreeWalker() {}}} = globalThis;'
            : '',
        chunkFileNames: 'klarna-payments.[name].js',
        postBanner: `/*! klarna-payments-element ${version} | MIT; contains Lit | BSD-3-Clause, Google LLC */`,
      },
    },
  },
});
