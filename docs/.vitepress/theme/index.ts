import type {Theme} from 'vitepress';
import DefaultTheme from 'vitepress/theme';
import './site.css';
import EventsExplorer from './EventsExplorer.vue';
import LiveKlarna from './LiveKlarna.vue';
import Start from './Start.vue';
import ThemingPlayground from './ThemingPlayground.vue';

export default {
  extends: DefaultTheme,
  enhanceApp({app}) {
    app.component('EventsExplorer', EventsExplorer);
    app.component('LiveKlarna', LiveKlarna);
    app.component('start', Start);
    app.component('ThemingPlayground', ThemingPlayground);
  },
} satisfies Theme;
