package dev.opspipeline.adapters.alpaca;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.opspipeline.account.Reply;
import net.jacobpeterson.alpaca.rest.AlpacaClientException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place where what came of a question becomes a reply: nothing else, neither an exception nor null, leaves this
 * edge.
 *
 * <table>
 * <caption>Which is which</caption>
 * <tr><td>200 and 204, readable</td><td>answer</td></tr>
 * <tr><td>401 and 403; any other 4xx with a JSON object as its body</td><td>refused</td></tr>
 * <tr><td>408, 429, 5xx, redirects; 4xx that are not the broker's own words; time-outs; broken connections; empty, HTML or
 * incomplete answers</td><td>unavailable</td></tr>
 * </table>
 */
final class Asking {

    private static final Logger log = LoggerFactory.getLogger(Asking.class);
    private static final int LONGEST_MESSAGE = 500;

    private Asking() {}

    /** One request, with the reading of its answer. */
    @FunctionalInterface
    interface Question<T> {
        T ask() throws AlpacaClientException;
    }

    /** @param call what is asked, for the log: {@code positions} */
    static <T> Reply<T> ask(String call, Question<T> question) {
        Reply<T> reply = reply(question);
        switch (reply) {
            case Reply.Answer<T> answer -> {}
            case Reply.Refused<T>(int status, long code, String message) ->
                log.atInfo()
                        .addKeyValue("call", call)
                        .addKeyValue("status", status)
                        .addKeyValue("code", code)
                        .addKeyValue("message", message)
                        .log("Broker refused");
            case Reply.Unavailable<T>(String why) ->
                log.atWarn().addKeyValue("call", call).addKeyValue("why", why).log("Broker unavailable");
        }
        return reply;
    }

    private static <T> Reply<T> reply(Question<T> question) {
        try {
            T value = question.ask();
            return value == null ? new Reply.Unavailable<>("empty answer") : new Reply.Answer<>(value);
        } catch (CheckedClient.ErrorStatusException e) {
            return errorStatus(e.status(), e.body());
        } catch (AlpacaClientException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return new Reply.Unavailable<>(shortened(cause.toString()));
        } catch (RuntimeException e) {
            // The library throws unchecked on what it cannot parse, and so do the readers here.
            return new Reply.Unavailable<>("unreadable answer: " + shortened(e.toString()));
        }
    }

    private static <T> Reply<T> errorStatus(int status, String body) {
        JsonObject error = jsonObject(body);
        String message = error == null ? shortened(body) : message(error);
        boolean refusal = status == 401 || status == 403 || (error != null && status >= 400 && status < 500);
        if (!refusal || status == 408 || status == 429) {
            return new Reply.Unavailable<>("HTTP " + status + (message.isEmpty() ? "" : ": " + message));
        }
        return new Reply.Refused<>(status, error == null ? status : code(error, status), message);
    }

    private static @Nullable JsonObject jsonObject(String body) {
        try {
            return JsonParser.parseString(body) instanceof JsonObject object ? object : null;
        } catch (JsonParseException e) {
            return null;
        }
    }

    private static long code(JsonObject error, int otherwise) {
        JsonElement code = error.get("code");
        try {
            return code == null || !code.isJsonPrimitive() ? otherwise : code.getAsLong();
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }

    private static String message(JsonObject error) {
        JsonElement message = error.get("message");
        return shortened(message == null || !message.isJsonPrimitive() ? error.toString() : message.getAsString());
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_MESSAGE ? text : text.substring(0, LONGEST_MESSAGE) + "…";
    }
}
