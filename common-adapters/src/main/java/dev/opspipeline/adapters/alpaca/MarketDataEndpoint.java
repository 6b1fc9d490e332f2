package dev.opspipeline.adapters.alpaca;

import static dev.opspipeline.adapters.alpaca.Reading.required;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import net.jacobpeterson.alpaca.rest.AlpacaClientException;
import net.jacobpeterson.alpaca.rest.endpoint.AlpacaEndpoint;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** Any GET that the library lacks: options did not exist when it was written. */
final class MarketDataEndpoint extends AlpacaEndpoint {

    private static final int MOST_PAGES = 200;

    /** @param path below the client's version, as in {@code options/snapshots} */
    MarketDataEndpoint(CheckedClient client, String path) {
        super(client, path);
    }

    /** One request for one answer. */
    <T> T get(String subPath, Map<String, String> parameters, Class<T> type) throws AlpacaClientException {
        HttpUrl.Builder url = alpacaClient.urlBuilder().addPathSegments(endpointPathSegment);
        if (!subPath.isEmpty()) {
            url.addPathSegment(subPath);
        }
        parameters.forEach(url::addQueryParameter);
        T answer = alpacaClient.requestObject(
                alpacaClient.requestBuilder(url.build()).get().build(), type);
        return required(answer, "a body");
    }

    /**
     * Reads page after page, each into {@code reader}. Throws when one is missing: part of a list is no list.
     *
     * @param next the token of the page after this one; null when it is the last
     */
    <T> void getAll(
            String subPath,
            Map<String, String> parameters,
            Class<T> type,
            Function<T, @Nullable String> next,
            Consumer<T> reader)
            throws AlpacaClientException {
        Set<String> seen = new HashSet<>();
        Map<String, String> withToken = new LinkedHashMap<>(parameters);
        for (int page = 0; page < MOST_PAGES; page++) {
            T answer = get(subPath, withToken, type);
            reader.accept(answer);
            String token = next.apply(answer);
            if (token == null || token.isEmpty()) {
                return;
            }
            if (!seen.add(token)) {
                throw new IllegalStateException("pages go round in a circle");
            }
            withToken.put("page_token", token);
        }
        throw new IllegalStateException("answer has more than %d pages".formatted(MOST_PAGES));
    }
}
