import {referencePages} from '../../.vitepress/api/reference.js';
import {descriptionOf} from '../../.vitepress/site/description.js';

export default {
  watch: ['../../../src/**/*.ts', '../../../src/**/*.tsx'],
  async paths() {
    const pages = await referencePages();
    return pages.map(({slug, title, content}) => ({
      params: {module: slug, title, description: descriptionOf(content)},
      content,
    }));
  },
};
