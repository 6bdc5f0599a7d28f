# The server with the built module, to run on Node alone. docs/deploy.md says how.

FROM node:20-bookworm-slim AS node

FROM rust:1.95-bookworm AS build
COPY --from=node /usr/local/bin/node /usr/local/bin/
COPY --from=node /usr/local/lib/node_modules /usr/local/lib/node_modules
RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm && apt-get update
WORKDIR /app
COPY . .
# The budget of sizes is for who changes the module: builds differ by some hundred bytes.
RUN npm run build -- --any-size && mkdir /server && tar xzf dist/events-stats-server-*.tgz -C /server --strip-components=1
RUN cd /server && npm ci --ignore-scripts

FROM node:20-bookworm-slim
WORKDIR /app
COPY --from=build /server ./
RUN mkdir /data && chown node:node /data
ENV NODE_ENV=production HOST=0.0.0.0 DATA_DIR=/data
USER node
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 8080}/readyz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "www/server/main.js"]
