import {defineConfig, type UserConfig} from 'vite';
import {demoShop} from './demo/vite-plugin.js';

/** Serves the demo shop; `scripts/build.mjs` builds the package. */
export default defineConfig((): UserConfig => {
  return {
    plugins: [demoShop()],
    server: {
      host: '127.0.0.1',
      port: 5173,
      // The shop writes its records there.
      watch: {ignored: ['**/demo/.data/**']},
    },
  };
});
