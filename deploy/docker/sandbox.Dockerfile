# The sandbox without services of its own, for docker compose: market, paper broker, clock and auditor.
ARG BASE=eclipse-temurin:25-jre
FROM ${BASE}
WORKDIR /app
COPY sandbox/target/sandbox.jar sandbox/target/
COPY sandbox/target/lib sandbox/target/lib
COPY simulation/target/simulation.jar simulation/target/
COPY simulation/target/lib simulation/target/lib
COPY deploy/parameters deploy/parameters
RUN mkdir -m 1777 /record
VOLUME /record /tmp
USER 10001:10001
EXPOSE 4700 4701
# Healthy once the clock listens (4701 is 125D), which is the last to start; looked up, for a caller that says nothing is an error.
HEALTHCHECK --interval=2s --timeout=2s --retries=60 CMD ["sh", "-c", "grep -q ':125D .* 0A ' /proc/net/tcp /proc/net/tcp6"]
ENTRYPOINT ["sh", "-c", "exec java --sun-misc-unsafe-memory-access=allow -XX:+UseSerialGC -Xmx512m -Dproject.root=/app -jar sandbox/target/sandbox.jar --record /record/day \"$@\"", "sandbox"]
