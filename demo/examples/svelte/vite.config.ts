import process from 'node:process';
import adapter from '@sveltejs/adapter-node';
import {sveltekit} from '@sveltejs/kit/vite';
import {defineConfig} from 'vite';

try {
  // For the shop's server, which runs in this process during development.
  process.loadEnvFile();
} catch {
  // The environment has it all.
}

export default defineConfig({plugins: [sveltekit({adapter: adapter()})]});
