package dev.opspipeline.dispatcher;

import dev.opspipeline.account.Tier;
import dev.opspipeline.adapters.messages.DocumentJson;
import dev.opspipeline.risk.LimitKey;
import dev.opspipeline.risk.LimitsDocument;
import dev.opspipeline.risk.TierLimits;
import dev.opspipeline.risk.TierTable;
import dev.opspipeline.risk.ValueSource;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A document of the store read as one tier's limits, or every reason why it is none. */
sealed interface Candidate {

    /** The store itself holds no more in one parameter. */
    int LARGEST_BYTES = 8192;

    String ACCOUNT_TIER = "account_tier";

    /**
     * @param text what the limits were made from; empty for the tier table
     * @param replacesVersion what the document says it replaces; null when it says nothing
     */
    record Good(
            TierLimits limits,
            Map<LimitKey, ValueSource> sources,
            String parameter,
            String text,
            List<String> warnings,
            @Nullable String replacesVersion)
            implements Candidate {}

    record Bad(List<String> problems) implements Candidate {}

    /** @param tierMayBeAbsent the document need not say whose it is */
    static Candidate of(Tier tier, String parameter, String version, String text, boolean tierMayBeAbsent) {
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > LARGEST_BYTES) {
            return new Bad(List.of("the document must be at most %d bytes, was %d".formatted(LARGEST_BYTES, bytes)));
        }
        return switch (DocumentJson.parse(text)) {
            case DocumentJson.Parsed.Malformed(String why) -> new Bad(List.of(why));
            case DocumentJson.Parsed.Document(Map<String, @Nullable Object> values) -> {
                Map<String, @Nullable Object> ours = new LinkedHashMap<>(values);
                if (tierMayBeAbsent) {
                    ours.putIfAbsent(ACCOUNT_TIER, tier.id());
                }
                yield switch (LimitsDocument.read(ours, tier, version)) {
                    case LimitsDocument.Refused(List<String> problems) -> new Bad(problems);
                    case LimitsDocument.Accepted good ->
                        new Good(
                                good.limits(),
                                good.sources(),
                                parameter,
                                text,
                                good.warnings(),
                                good.replacesVersion());
                };
            }
        };
    }

    /** What the release itself says of a tier. */
    static Good table(Tier tier) {
        Map<LimitKey, ValueSource> sources = Arrays.stream(LimitKey.values())
                .collect(Collectors.toMap(Function.identity(), key -> ValueSource.TIER_TABLE));
        return new Good(TierTable.limits(tier), sources, "the tier table", "", List.of(), null);
    }

    /** The tier a document says it is for; null when it says none or cannot be read. */
    static @Nullable Object tierNamedBy(String text) {
        return DocumentJson.parse(text) instanceof DocumentJson.Parsed.Document(Map<String, @Nullable Object> values)
                ? values.get(ACCOUNT_TIER)
                : null;
    }
}
