# syntax=docker/dockerfile:1
FROM mcr.microsoft.com/dotnet/sdk:10.0-noble AS build
WORKDIR /source
COPY global.json Directory.* ./
COPY build build
COPY src src
ENV NUGET_PACKAGES=/packages
RUN --mount=type=cache,id=nuget,target=/packages \
    dotnet publish src/Api --configuration Release --output /app --nologo --verbosity quiet --use-current-runtime --self-contained false -p:PublishReadyToRun=true

# Only for the target with-ohif.
FROM node:22-bookworm-slim AS ohif
COPY build/ohif.sh .
RUN ./ohif.sh /ohif

FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble AS server

# The decoders of JPEG-LS and JPEG 2000, and what the health check asks with.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends curl libcharls2 libopenjp2-7 \
    && rm -rf /var/lib/apt/lists/*

COPY --from=build /app /app
RUN install -d -m 700 -o "$APP_UID" -g "$APP_UID" /data

# PostgreSQL is a container of its own here: give its connection string in EventDicom__ConnectionString.
# Whoever reaches the published port comes from another host, as Orthanc sees it; that also asks for a password.
ENV EVENTDICOM_DATA=/data \
    ORTHANC__REMOTE_ACCESS_ALLOWED=true
VOLUME /data
EXPOSE 8042 4242
WORKDIR /app
USER $APP_UID

HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --start-interval=1s \
    CMD curl --fail --silent --output /dev/null "http://127.0.0.1:${ORTHANC__HTTP_PORT:-8042}/health/ready"

ENTRYPOINT ["dotnet", "/app/EventDicom.dll"]

# docker build --target with-ohif: the OHIF viewer, too, at /ohif/.
FROM server AS with-ohif
COPY --from=ohif /ohif /ohif
ENV EventDicom__Ohif=/ohif

FROM server
