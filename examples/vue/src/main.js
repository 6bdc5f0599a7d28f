import { createApp } from 'vue';
import Errors from './Errors.vue';

createApp(Errors).mount('#app');
