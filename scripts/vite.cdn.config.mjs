import {readFileSync} from 'node:fs';
import {minifyTemplateLiterals} from 'rollup-plugin-minify-template-literals';
import {defineConfig} from 'vite';

const {version} = JSON.parse(readFileSync('package.json', 'utf8'));
const licence = readFileSync('node_modules/lit/LICENSE', 'utf8').trim();

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
        postBanner: ({isEntry}) =>
          `/*! klarna-payments-element ${version} | MIT${
            isEntry ? '; contains Lit | BSD-3-Clause, Google LLC' : ''
          } */`,
        // Whoever serves the module passes Lit on, and its licence with it.
        postFooter: ({isEntry}) =>
          isEntry ? `/*! The licence of Lit:\n\n${licence}\n*/` : '',
      },
    },
  },
});
