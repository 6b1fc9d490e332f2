package dev.opspipeline.sandbox.broker;

import io.javalin.http.Context;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/** One authorized request: who sent it, and its parameters, read strictly. */
record Call(AccountSpec account, Caller caller, Context http) {

    /** A request that can't be answered; carries what to say. */
    static final class Refused extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final transient Refusal refusal;

        Refused(Refusal refusal) {
            super(refusal.message());
            this.refusal = refusal;
        }

        Refusal refusal() {
            return refusal;
        }
    }

    /** The body and its status; a null node is no body. */
    record Answer(int status, JsonNode body) {

        static Answer ok(JsonNode body) {
            return new Answer(200, body);
        }

        static Answer noContent() {
            return new Answer(204, NullNode.getInstance());
        }
    }

    String tier() {
        return account.tier();
    }

    String path(String name) {
        return http.pathParam(name);
    }

    Optional<String> query(String name) {
        return Optional.ofNullable(http.queryParam(name)).filter(value -> !value.isEmpty());
    }

    String required(String name) {
        return query(name).orElseThrow(() -> new Refused(Refusal.badRequest(name + " is required")));
    }

    /** The values of a comma-separated parameter; empty when it is not there. */
    List<String> list(String name) {
        return query(name).map(value -> List.of(value.split(",", -1))).orElse(List.of());
    }

    int limit(int usual, int most) {
        String text = query("limit").or(() -> query("page_size")).orElse(Integer.toString(usual));
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= most) {
                return limit;
            }
        } catch (NumberFormatException e) {
            // Refused below, like any other number that can't be used.
        }
        throw new Refused(Refusal.badRequest("invalid limit: " + text));
    }

    Optional<Double> number(String name) {
        return query(name).map(text -> {
            try {
                return Double.valueOf(text);
            } catch (NumberFormatException e) {
                throw new Refused(Refusal.badRequest("invalid " + name + ": " + text));
            }
        });
    }

    Optional<LocalDate> date(String name) {
        return query(name).map(text -> {
            try {
                return LocalDate.parse(text.length() > 10 ? text.substring(0, 10) : text);
            } catch (DateTimeException e) {
                throw new Refused(Refusal.badRequest("invalid " + name + ": " + text));
            }
        });
    }

    /** An instant, or the first one of a date in UTC. */
    Optional<Instant> instant(String name) {
        return query(name).map(text -> {
            try {
                return text.length() == 10
                        ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                        : OffsetDateTime.parse(text.replace(' ', '+')).toInstant();
            } catch (DateTimeException e) {
                throw new Refused(Refusal.badRequest("invalid " + name + ": " + text));
            }
        });
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
