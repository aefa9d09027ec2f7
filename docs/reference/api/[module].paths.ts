import {referencePages} from '../../.vitepress/api/reference.js';

export default {
  watch: ['../../../src/**/*.ts', '../../../src/**/*.tsx'],
  async paths() {
    const pages = await referencePages();
    return pages.map(({slug, title, content}) => ({
      params: {module: slug, title},
      content,
    }));
  },
};
