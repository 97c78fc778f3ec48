# The one executable on a system with a C library and nothing else: no shell, no package manager.

FROM node:24-trixie-slim AS build
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY . .
RUN npm run build && mkdir -m 0700 /data

FROM gcr.io/distroless/base-nossl-debian13:nonroot
COPY --from=build /build/dist/koine /usr/local/bin/koine
# Of the user "nonroot"; a named volume takes the owner over.
COPY --from=build --chown=65532:65532 /data /data
ENV KOINE_DATA=/data KOINE_LISTEN=0.0.0.0:8080
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD ["/usr/local/bin/koine", "check", "--running"]
ENTRYPOINT ["/usr/local/bin/koine"]
CMD ["serve"]
