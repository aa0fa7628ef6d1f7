# syntax=docker/dockerfile:1
# The image of Camera Check: built from this folder alone, runs as nobody special, on a read-only root file system.
#   docker build -t camera-check .
#   docker build -t camera-check:push --target push .      with ffmpeg, for `camera-check push`
#   docker run --read-only --tmpfs /tmp -v camera-check:/data -p 127.0.0.1:5020:5020 camera-check
ARG NODE_IMAGE=node:20.20.2-bookworm-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /src
COPY package.json package-lock.json ./
# Without scripts: `prepare` would build what has not been copied yet, and nothing else needs any.
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN npm run build
RUN npm prune --omit=dev --ignore-scripts --no-audit --no-fund

FROM ${NODE_IMAGE} AS runtime
LABEL org.opencontainers.image.title="Camera Check"
ENV NODE_ENV=production HOST=0.0.0.0 PORT=5020 DATA_DIR=/data
WORKDIR /app
COPY --from=build /src/package.json ./
COPY --from=build /src/node_modules ./node_modules
COPY --from=build /src/dist ./dist
RUN mkdir /data && chown 1000:1000 /data

# Sends cameras to Redis or to a service; keeps nothing, answers nobody.
FROM runtime AS push
RUN apt-get update && apt-get install -y --no-install-recommends ffmpeg && rm -rf /var/lib/apt/lists/*
USER 1000:1000
ENTRYPOINT ["node", "--enable-source-maps", "dist/cli/camera-check.js", "push"]

FROM runtime AS service
USER 1000:1000
VOLUME /data
EXPOSE 5020
# Whether the process lives. Whether it can work is /readyz, which orchestrators ask themselves.
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 CMD ["node", "dist/cli/camera-check.js", "health"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["node", "--enable-source-maps", "dist/main.js"]
