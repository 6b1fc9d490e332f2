package dev.opspipeline.sandbox.broker;

import java.util.Map;

/**
 * Why the broker did not do as asked.
 *
 * @param status of the HTTP answer
 * @param code the broker's own, eight digits
 * @param details further fields of the answer's body
 */
public record Refusal(int status, int code, String message, Map<String, String> details) {

    static Refusal invalid(String message) {
        return new Refusal(422, 42_210_000, message, Map.of());
    }

    static Refusal notUnique() {
        return new Refusal(422, 40_010_001, "client_order_id must be unique", Map.of());
    }

    static Refusal malformed(String message) {
        return new Refusal(422, 40_010_001, message, Map.of());
    }

    static Refusal forbidden(String message, Map<String, String> details) {
        return new Refusal(403, 40_310_000, message, details);
    }

    static Refusal notFound(String message) {
        return new Refusal(404, 40_410_000, message, Map.of());
    }

    static Refusal unauthorized() {
        return new Refusal(401, 40_110_000, "request is not authorized", Map.of());
    }

    static Refusal tooManyRequests() {
        return new Refusal(429, 42_910_000, "rate limit exceeded", Map.of());
    }

    static Refusal badRequest(String message) {
        return new Refusal(400, 40_010_000, message, Map.of());
    }
}
