package dev.opspipeline.sandbox.broker;

import dev.opspipeline.sandbox.broker.Call.Refused;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Part of a longer answer.
 *
 * @param nextToken asks for what follows; null on the last page
 */
record Page<T>(List<T> items, @Nullable String nextToken) {

    /** The page a request asks for; a token names the key of the last item before it. */
    static <T> Page<T> of(Call call, List<T> all, Function<T, String> key, int limit) {
        int from = 0;
        Optional<String> token = call.query("page_token");
        if (token.isPresent()) {
            String last = decoded(token.get());
            while (from < all.size() && !key.apply(all.get(from)).equals(last)) {
                from++;
            }
            from++;
        }
        int first = Math.min(from, all.size());
        int end = Math.min(first + limit, all.size());
        List<T> items = all.subList(first, end);
        return new Page<>(items, end < all.size() ? encoded(key.apply(items.getLast())) : null);
    }

    private static String encoded(String key) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key.getBytes(StandardCharsets.UTF_8));
    }

    private static String decoded(String token) {
        try {
            return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new Refused(Refusal.badRequest("invalid page_token: " + token));
        }
    }
}
