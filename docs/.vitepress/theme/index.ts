import type {Theme} from 'vitepress';
import DefaultTheme from 'vitepress/theme';
import {h} from 'vue';
import './site.css';
import EventsExplorer from './EventsExplorer.vue';
import LiveKlarna from './LiveKlarna.vue';
import NotFound from './NotFound.vue';
import Start from './Start.vue';
import ThemingPlayground from './ThemingPlayground.vue';

export default {
  extends: DefaultTheme,
  Layout: () => h(DefaultTheme.Layout, null, {'not-found': () => h(NotFound)}),
  enhanceApp({app}) {
    app.component('EventsExplorer', EventsExplorer);
    app.component('LiveKlarna', LiveKlarna);
    app.component('start', Start);
    app.component('ThemingPlayground', ThemingPlayground);
  },
} satisfies Theme;
