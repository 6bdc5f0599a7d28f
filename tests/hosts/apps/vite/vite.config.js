export default { build: { rollupOptions: { input: ['index.html', 'element.html'] } } };
