# The offline Klarna for shops that do not run Node: docs/sandbox/container.md.
#
#   docker build -t klarna-sandbox .
#   docker run --rm -p 127.0.0.1:8099:8099 klarna-sandbox --script 1.10-1987

FROM node:24-alpine AS build
WORKDIR /package
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts
COPY tsconfig.json tsconfig.build.json ./
COPY src src
RUN npx tsc -p tsconfig.build.json

FROM node:24-alpine
WORKDIR /package
ENV NODE_ENV=production
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts && npm cache clean --force
COPY --from=build /package/dist dist
USER node
EXPOSE 8099
HEALTHCHECK --interval=2s --timeout=2s --start-period=10s CMD ["node", "-e", "fetch('http://127.0.0.1:8099/').then(({ok}) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# Inside of a container 127.0.0.1 is nobody else's; who may come in is decided
# where the port is mapped.
ENTRYPOINT ["node", "dist/sandbox/cli.js", "--host", "0.0.0.0", "--port", "8099"]
