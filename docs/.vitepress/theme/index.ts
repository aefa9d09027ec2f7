import type {Theme} from 'vitepress';
import DefaultTheme from 'vitepress/theme';
import LiveKlarna from './LiveKlarna.vue';

export default {
  extends: DefaultTheme,
  enhanceApp({app}) {
    app.component('LiveKlarna', LiveKlarna);
  },
} satisfies Theme;
