import json from '@rollup/plugin-json';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import { importMetaAssets } from '@web/rollup-plugin-import-meta-assets';

export default {
  input: { main: 'main.js', element: 'element.js', inline: 'inline.js' },
  output: { dir: 'dist', format: 'es' },
  plugins: [nodeResolve({ browser: true }), json(), importMetaAssets()],
};
