import {customElementJetBrainsPlugin} from 'custom-element-jet-brains-integration';
import {customElementVsCodePlugin} from 'custom-element-vs-code-integration';
import manifest from './manifest.config.mjs';

/** The manifest, and from it what editors read, in `dist`. */
export default {
  ...manifest,
  plugins: [
    ...manifest.plugins,
    customElementVsCodePlugin({
      outdir: 'dist',
      htmlFileName: 'vscode.html-data.json',
      cssFileName: 'vscode.css-data.json',
      hideLogs: true,
    }),
    customElementJetBrainsPlugin({
      outdir: 'dist',
      webTypesFileName: 'web-types.json',
      excludeCss: false,
      packageJson: false,
      hideLogs: true,
    }),
  ],
};
