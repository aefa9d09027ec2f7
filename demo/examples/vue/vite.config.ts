import vue from '@vitejs/plugin-vue';
import {defineConfig} from 'vite';

export default defineConfig({
  plugins: [
    vue({
      template: {
        compilerOptions: {isCustomElement: (tag) => tag === 'klarna-payments'},
      },
    }),
  ],
  server: {
    proxy: {
      // `npm start` beside `npm run dev`. The name that the browser has asked
      // for is kept: the kit refuses requests from another origin than its own.
      '/klarna': {target: 'http://127.0.0.1:3000', changeOrigin: false},
    },
  },
});
