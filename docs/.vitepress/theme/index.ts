import type {Theme} from 'vitepress';
import DefaultTheme from 'vitepress/theme';
import './contrast.css';
import EventsExplorer from './EventsExplorer.vue';
import LiveKlarna from './LiveKlarna.vue';
import ThemingPlayground from './ThemingPlayground.vue';

export default {
  extends: DefaultTheme,
  enhanceApp({app}) {
    app.component('EventsExplorer', EventsExplorer);
    app.component('LiveKlarna', LiveKlarna);
    app.component('ThemingPlayground', ThemingPlayground);
  },
} satisfies Theme;
