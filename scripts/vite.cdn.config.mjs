import {readFileSync} from 'node:fs';
import {minifyTemplateLiterals} from 'rollup-plugin-minify-template-literals';
import {defineConfig} from 'vite';

const {version} = JSON.parse(readFileSync('package.json', 'utf8'));

/** Lit's builds for Node.js ask for this; the page brings the real ones. */
const noDom = `
  export const HTMLElement = globalThis.HTMLElement ?? class {};
  export const customElements = globalThis.customElements;
`;

/**
 * One minified module with Lit in it, for pages without a bundler. It is made
 * of Lit's builds for Node.js, so that importing it there does nothing.
 */
export default defineConfig({
  plugins: [
    minifyTemplateLiterals({include: ['src/**/*.ts']}),
    {
      name: 'no-dom',
      enforce: 'pre',
      resolveId: (id) => (id === '@lit-labs/ssr-dom-shim' ? '\0no-dom' : null),
      load: (id) => (id === '\0no-dom' ? noDom : null),
    },
  ],
  resolve: {conditions: ['node', 'default']},
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
        chunkFileNames: 'klarna-payments.[name].js',
        postBanner: `/*! klarna-payments-element ${version} | MIT; contains Lit | BSD-3-Clause, Google LLC */`,
      },
    },
  },
});
