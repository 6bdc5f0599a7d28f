const HtmlWebpackPlugin = require('html-webpack-plugin');

module.exports = {
  entry: { main: './main.js', element: './element.js' },
  output: { clean: true },
  plugins: [
    new HtmlWebpackPlugin({ template: 'index.html', chunks: ['main'] }),
    new HtmlWebpackPlugin({ template: 'element.html', filename: 'element.html', chunks: ['element'] }),
  ],
};
