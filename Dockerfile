# The image of any service: docker build --build-arg SERVICE=dispatcher --build-arg REVISION=$(git rev-parse HEAD) .
# Needs nothing but the base image and the jars (./mvnw package).
ARG BASE=eclipse-temurin:25-jre

FROM ${BASE} AS unpacked
ARG SERVICE
COPY ${SERVICE}/target/${SERVICE}-exec.jar /service.jar
RUN java -Djarmode=tools -jar /service.jar extract --layers --destination /layers --application-filename service.jar

FROM ${BASE} AS service
ARG SERVICE
# What everybody brings comes first, what changes with every commit last.
WORKDIR /app
COPY --from=unpacked /layers/dependencies/ ./
COPY --from=unpacked /layers/spring-boot-loader/ ./
COPY --from=unpacked /layers/snapshot-dependencies/ ./
COPY --from=unpacked /layers/application/ ./
COPY deploy/docker/jvm.options ./
ENV MANAGEMENT_PORT=8081 \
    HEARTBEAT_FILE=/tmp/alive \
    LOGGING_STRUCTURED_FORMAT_CONSOLE=dev.opspipeline.adapters.runtime.JsonLines

# Classes loaded and linked once, here, by trading in the sandbox with the flags it will run with; a cache that does not fit is
# ignored, so train.sh checks that it does.
FROM service AS trained
ARG SERVICE
COPY sandbox/target/sandbox.jar /sandbox/sandbox/target/
COPY sandbox/target/lib /sandbox/sandbox/target/lib
COPY simulation/target/simulation.jar /sandbox/simulation/target/
COPY simulation/target/lib /sandbox/simulation/target/lib
COPY signal-engine/target/signal-engine.jar /sandbox/signal-engine/target/
COPY signal-engine/target/lib /sandbox/signal-engine/target/lib
COPY dispatcher/target/dispatcher.jar /sandbox/dispatcher/target/
COPY dispatcher/target/lib /sandbox/dispatcher/target/lib
COPY position-manager/target/position-manager.jar /sandbox/position-manager/target/
COPY position-manager/target/lib /sandbox/position-manager/target/lib
COPY deploy/parameters /sandbox/deploy/parameters
COPY deploy/docker/train.sh ./
RUN sh train.sh ${SERVICE}

FROM service
ARG SERVICE
COPY --from=trained /app/service.aot ./

ARG REVISION=development
LABEL org.opencontainers.image.title="ops-pipeline ${SERVICE}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.licenses="Apache-2.0"
ENV REVISION=${REVISION}
EXPOSE 8081
# The only place that is written to; everything else may be read-only.
VOLUME /tmp
USER 10001:10001
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
    CMD ["sh", "-c", "find /tmp/alive -newermt '-60 seconds' | grep -q ."]
ENTRYPOINT ["java", "@/app/jvm.options", "-XX:AOTCache=/app/service.aot", "-jar", "/app/service.jar"]
