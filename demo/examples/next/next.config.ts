import {fileURLToPath} from 'node:url';
import type {NextConfig} from 'next';

export default {
  // Nothing above this folder belongs to the shop.
  turbopack: {root: fileURLToPath(new URL('.', import.meta.url))},
} satisfies NextConfig;
