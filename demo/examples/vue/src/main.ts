import {createApp} from 'vue';
import Checkout from './Checkout.vue';
import Thanks from './Thanks.vue';

createApp(location.pathname === '/thanks' ? Thanks : Checkout).mount('#app');
