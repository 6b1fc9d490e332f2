package dev.opspipeline.adapters.alpaca;

import com.google.gson.annotations.SerializedName;
import dev.opspipeline.market.Bar;
import dev.opspipeline.market.Ticker;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The broker's words for bars. */
final class BarWire {

    private BarWire() {}

    record Page(
            @Nullable Map<String, List<Row>> bars,
            @SerializedName("next_page_token") @Nullable String nextPageToken) {}

    /** @param s the ticker, which only the stream says */
    record Row(
            @SerializedName("S") @Nullable String s,
            @Nullable String t,
            @Nullable Double o,
            @Nullable Double h,
            @Nullable Double l,
            @Nullable Double c,
            @Nullable BigDecimal v) {

        Bar bar(Ticker ticker) {
            return new Bar(
                    ticker,
                    Reading.instant(t, "t"),
                    price(o),
                    price(h),
                    price(l),
                    price(c),
                    v == null ? -1 : v.setScale(0, RoundingMode.DOWN).longValueExact());
        }

        /** One that is missing is no number: the engine holds such a bar, and the others beside it are still read. */
        private static double price(@Nullable Double value) {
            return value == null ? Double.NaN : value;
        }
    }
}
