import process from 'node:process';
import node from '@astrojs/node';
import {defineConfig} from 'astro/config';

try {
  // For the shop's server, which runs in this process during development.
  process.loadEnvFile();
} catch {
  // The environment has it all.
}

export default defineConfig({
  output: 'server',
  adapter: node({mode: 'standalone'}),
  devToolbar: {enabled: false},
});
