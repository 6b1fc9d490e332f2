# The image of any service: docker build --build-arg SERVICE=dispatcher --build-arg REVISION=$(git rev-parse HEAD) .
# Needs nothing but the base image and the runnable jars (./mvnw package).
ARG BASE=eclipse-temurin:25-jre

FROM ${BASE} AS unpacked
ARG SERVICE
COPY ${SERVICE}/target/${SERVICE}-exec.jar /service.jar
RUN java -Djarmode=tools -jar /service.jar extract --layers --destination /layers --application-filename service.jar

FROM ${BASE}
ARG SERVICE
# What everybody brings comes first, what changes with every commit last.
WORKDIR /app
COPY --from=unpacked /layers/dependencies/ ./
COPY --from=unpacked /layers/spring-boot-loader/ ./
COPY --from=unpacked /layers/snapshot-dependencies/ ./
COPY --from=unpacked /layers/application/ ./
COPY deploy/docker/jvm.options deploy/docker/train.sh ./

# Classes loaded and linked once, here, with the flags they will run with; a cache that does not fit is ignored, so train.sh
# checks that it does.
RUN sh train.sh ${SERVICE}

ARG REVISION=development
LABEL org.opencontainers.image.title="ops-pipeline ${SERVICE}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.licenses="Apache-2.0"
ENV REVISION=${REVISION} \
    MANAGEMENT_PORT=8081 \
    HEARTBEAT_FILE=/tmp/alive \
    LOGGING_STRUCTURED_FORMAT_CONSOLE=dev.opspipeline.adapters.runtime.JsonLines
EXPOSE 8081
# The only place that is written to; everything else may be read-only.
VOLUME /tmp
USER 10001:10001
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
    CMD ["sh", "-c", "find /tmp/alive -newermt '-60 seconds' | grep -q ."]
ENTRYPOINT ["java", "@/app/jvm.options", "-XX:AOTCache=/app/service.aot", "-jar", "/app/service.jar"]
