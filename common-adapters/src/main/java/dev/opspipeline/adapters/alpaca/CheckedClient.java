package dev.opspipeline.adapters.alpaca;

import java.io.IOException;
import java.util.function.Predicate;
import net.jacobpeterson.alpaca.rest.AlpacaClient;
import net.jacobpeterson.alpaca.rest.AlpacaClientException;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/**
 * The library's client, except that an error answer keeps its status and its whole body: the library's own exception
 * cannot tell the broker's refusal from any other server's page.
 */
final class CheckedClient extends AlpacaClient {

    CheckedClient(OkHttpClient http, AlpacaSettings settings, String subdomain, String version) {
        super(http, settings.keyId(), settings.secret(), subdomain, version);
    }

    @Override
    public Response request(Request request, Predicate<Integer> isSuccess) throws AlpacaClientException {
        Response response;
        try {
            response = executeRequest(request);
        } catch (IOException e) {
            throw new AlpacaClientException(e);
        }
        if (isSuccess.test(response.code())) {
            return response;
        }
        try (response) {
            throw new ErrorStatusException(response.code(), response.body().string());
        } catch (IOException e) {
            throw new ErrorStatusException(response.code(), "");
        }
    }

    /** An answer with a status that is not success. */
    static final class ErrorStatusException extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final int status;
        private final String body;

        ErrorStatusException(int status, String body) {
            super("HTTP " + status);
            this.status = status;
            this.body = body;
        }

        int status() {
            return status;
        }

        String body() {
            return body;
        }
    }
}
