const HtmlWebpackPlugin = require('html-webpack-plugin');

module.exports = {
  entry: './main.js',
  output: { clean: true },
  plugins: [new HtmlWebpackPlugin({ template: 'index.html' })],
};
