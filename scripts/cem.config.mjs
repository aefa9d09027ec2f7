import {getTsProgram, typeParserPlugin} from '@wc-toolkit/type-parser';
import {customElementJetBrainsPlugin} from 'custom-element-jet-brains-integration';
import {customElementVsCodePlugin} from 'custom-element-vs-code-integration';

/** Manifest paths name the published modules instead of the sources. */
const publishedPaths = {
  name: 'published-paths',
  packageLinkPhase({customElementsManifest}) {
    const published = (path) =>
      `dist/${path.replace(/^\/?(\.\/)?src\//, '').replace(/\.ts$/, '.js')}`;
    for (const module of customElementsManifest.modules) {
      module.path = published(module.path);
      for (const {declaration} of module.exports ?? []) {
        if (declaration?.module && !declaration.package) {
          declaration.module = published(declaration.module);
        }
      }
    }
  },
};

/** What is marked `@internal` or private is nobody's business. */
const publicOnly = {
  name: 'public-only',
  packageLinkPhase({customElementsManifest}) {
    for (const {declarations = []} of customElementsManifest.modules) {
      for (const declaration of declarations) {
        declaration.members = declaration.members?.filter(
          ({privacy, name}) =>
            !privacy?.match(/private|protected/) && !name.startsWith('#'),
        );
      }
    }
  },
};

export default {
  globs: ['src/element/**/*.ts', 'src/element.ts', 'src/index.ts'],
  outdir: 'dist',
  litelement: true,
  packagejson: false,
  overrideModuleCreation: ({ts, globs}) => {
    const program = getTsProgram(ts, globs, 'tsconfig.json');
    return program
      .getSourceFiles()
      .filter(({fileName}) => globs.some((glob) => fileName.includes(glob)));
  },
  plugins: [
    typeParserPlugin(),
    publicOnly,
    publishedPaths,
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
