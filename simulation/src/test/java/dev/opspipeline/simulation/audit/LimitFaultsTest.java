package dev.opspipeline.simulation.audit;

import static dev.opspipeline.simulation.audit.Fault.TSLA_CALL;
import static dev.opspipeline.simulation.audit.Fault.fault;
import static dev.opspipeline.simulation.audit.Fault.features;
import static dev.opspipeline.simulation.audit.SyntheticDay.at;
import static dev.opspipeline.simulation.audit.SyntheticDay.has;
import static dev.opspipeline.simulation.audit.TradedDay.NVDA_CALL;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LimitFaultsTest {

    @TempDir
    private Path directory = Path.of("");

    @ParameterizedTest
    @MethodSource({"correct", "versions", "room", "pace", "signals", "surroundings"})
    void isFoundAndNamedAndNothingElseAccused(Fault fault) {
        fault.assertFound(directory);
    }

    /** Days on the right side of the boundary. */
    static Stream<Fault> correct() {
        return Stream.of(
                fault("another ticker", "", day -> TradedDay.another(day, "14:45:00", "TSLA", TSLA_CALL)),
                fault("exposure at the limit", "", day -> day.limit("large", "max_notional_exposure", "900")),
                fault("contracts at the limit", "", day -> day.limit("large", "max_contracts_per_trade", "3")),
                fault("account cooldown just over", "", day -> TradedDay.another(day, "14:37:00", "TSLA", TSLA_CALL)),
                fault(
                        "ticker cooldown just over",
                        "",
                        day -> TradedDay.another(day, "14:47:00", "NVDA", "NVDA260424P00180000")),
                fault("no cooldown is legal", "", day -> {
                    day.limit("large", "cooldown_with_positions_seconds", "0");
                    TradedDay.another(day, "14:33:00", "TSLA", TSLA_CALL);
                }),
                fault(
                        "bar just young enough",
                        "",
                        day -> day.message("recommendations", "NVDA")
                                .put("barTime", at("14:29:00").toString())),
                fault(
                        "first entry after five minutes",
                        "",
                        day -> TradedDay.another(day, "13:35:00", "TSLA", TSLA_CALL)),
                fault(
                        "confidence at the minimum",
                        "",
                        day -> day.limit("large", "confidence_min_options_swing", "0.60")));
    }

    /** Both accounts are held against version 1 from 13:00 on; the large one enters AMD at 16:01. */
    static Stream<Fault> versions() {
        return Stream.of(
                fault("a version that never was", "limits-version", day -> names(day, "7")),
                fault("no version at all", "limits-version", day -> names(day, "")),
                fault("a version that was refused", "limits-version", day -> {
                    edit(day, "15:00:00", 2, "\"ticker_cooldown_minutes\":7");
                    names(day, "2");
                }),
                fault("a raise that another edit overtook", "limits-version", day -> {
                    edit(day, "15:00:00", 2, "\"max_daily_loss\":600");
                    edit(day, "15:00:04", 3, "\"max_daily_loss\":500");
                    names(day, "2");
                }),
                fault("the edit that overtook it", "", day -> {
                    edit(day, "15:00:00", 2, "\"max_daily_loss\":600");
                    edit(day, "15:00:04", 3, "\"max_daily_loss\":500");
                    names(day, "3");
                }),
                fault("the old number of a document made again", "limits-version", day -> {
                    edit(day, "15:00:00", 1, "\"max_daily_loss\":500");
                    names(day, "1");
                }),
                fault("a document made again by its date", "", day -> {
                    edit(day, "15:00:00", 1, "\"max_daily_loss\":500");
                    names(day, "1@" + day.wall(at("15:00:00")));
                }),
                fault("shared limits under the number of one's own", "limits-version", LimitFaultsTest::shares),
                fault("shared limits under their name", "", day -> {
                    shares(day);
                    day.message("decisions.large", TradedDay.NVDA).put("limitsVersion", "shared:1");
                    names(day, "shared:1");
                }));
    }

    private static void names(SyntheticDay day, String version) {
        day.message("decisions.large", TradedDay.AMD).put("limitsVersion", version);
    }

    private static void edit(SyntheticDay day, String time, int version, String keys) {
        day.parameter(time, "dispatcher_config_large", version, "{\"account_tier\":\"large\",%s}".formatted(keys));
    }

    private static void shares(SyntheticDay day) {
        day.store.stream()
                .filter(line -> line.path("name").asString().endsWith("config_large"))
                .forEach(line -> line.put("name", "/ops-pipeline/dispatcher_config"));
    }

    static Stream<Fault> room() {
        return Stream.of(
                fault("one position too many", "open-positions", day -> {
                    TradedDay.another(day, "14:45:00", "TSLA", TSLA_CALL);
                    day.limit("large", "max_open_positions", "1");
                }),
                fault("a working entry is a position", "open-positions", day -> {
                    TradedDay.another(day, "14:45:00", "TSLA", TSLA_CALL);
                    day.broker.removeIf(has("kind", "fill", "symbol", TSLA_CALL));
                    day.topics.removeIf(has("topic", "positions.large", "key", TSLA_CALL));
                    TradedDay.another(day, "14:50:30", "META", "META260424C00700000");
                    day.limit("large", "max_open_positions", "2");
                }),
                fault("positions halved while volatility is high", "open-positions size", day -> {
                    TradedDay.another(day, "14:45:00", "TSLA", TSLA_CALL);
                    features(day, "AMD").put("volRatio", 1.5);
                    day.limit("large", "max_open_positions", "2");
                }),
                fault("proposed exposure", "exposure", day -> day.limit("large", "max_notional_exposure", "899.99")),
                fault("held exposure at a mark above its cost", "exposure", day -> {
                    TradedDay.watch(day, "14:44:00", NVDA_CALL, "1.60", "1.70", "large");
                    TradedDay.another(day, "14:45:00", "TSLA", TSLA_CALL);
                    day.limit("large", "max_notional_exposure", "794.99");
                }),
                fault("contracts", "contracts-per-trade", day -> day.limit("large", "max_contracts_per_trade", "2")),
                fault(
                        "outlay above the ceiling",
                        "outlay-ceiling size",
                        day -> day.limit("large", "max_risk_per_trade_pct", "0.016")),
                fault("outlay above the budget", "size", day -> day.limit("large", "risk_pct_swing", "0.016")),
                fault(
                        "low conviction takes two thirds",
                        "size",
                        day -> day.message("recommendations", "AMD").put("score", 3.4)),
                fault(
                        "size halved while volatility is high",
                        "size",
                        day -> features(day, "AMD").put("volRatio", 1.31)),
                fault("position too dear", "size", day -> day.limit("large", "max_position_dollar", "899.98")),
                fault(
                        "planned loss beyond what the day allows",
                        "size",
                        day -> day.limit("large", "max_daily_loss", "100")),
                fault("F16 entry after the day's loss", "daily-loss size", day -> {
                    day.parameter(
                            "17:10:00",
                            "dispatcher_config_large",
                            2,
                            "{\"account_tier\":\"large\",\"max_daily_loss\":15}");
                    TradedDay.another(day, "17:30:00", "TSLA", TSLA_CALL);
                    day.message("decisions.large", "TSLA-173000-CALL-trend1").put("limitsVersion", "2");
                }));
    }

    static Stream<Fault> pace() {
        return Stream.of(
                fault("trades a day", "trades-per-day", day -> day.limit("large", "max_trades_per_day", "1")),
                fault("trades in a ticker", "trades-per-ticker", day -> {
                    TradedDay.another(day, "15:30:00", "NVDA", "NVDA260424P00180000");
                    day.limit("large", "max_trades_per_ticker_per_day", "1");
                }),
                fault(
                        "ticker cooldown",
                        "ticker-cooldown",
                        day -> TradedDay.another(day, "14:46:59", "NVDA", "NVDA260424P00180000")),
                fault(
                        "account cooldown",
                        "account-cooldown",
                        day -> TradedDay.another(day, "14:36:59", "TSLA", TSLA_CALL)),
                fault(
                        "the same bet twice",
                        "duplicate-position",
                        day -> TradedDay.another(day, "14:50:00", "NVDA", "NVDA260424C00200000")));
    }

    static Stream<Fault> signals() {
        return Stream.of(
                fault(
                        "confidence below the table",
                        "min-confidence",
                        day -> day.message("recommendations", "NVDA").put("confidence", 0.44)),
                fault(
                        "confidence below the document",
                        "min-confidence",
                        day -> day.limit("large", "confidence_min_options_swing", "0.61")),
                fault("low volume", "min-volume", day -> features(day, "AMD").put("volumeRatio", 1.19)),
                fault(
                        "F06 unknown volume",
                        "min-volume",
                        day -> features(day, "AMD").put("volumeRatio", "NaN")),
                fault(
                        "no surge in a small account",
                        "min-volume small-account",
                        day -> features(day, "NVDA").put("volumeRatio", 1.99)),
                fault(
                        "no trend in a small account",
                        "small-account",
                        day -> features(day, "NVDA").put("trendState", 0)),
                fault(
                        "forbidden action",
                        "allowed-actions",
                        day -> day.limit("large", "allowed_actions", "[\"BUY_CALL\"]")),
                fault(
                        "too late in the day",
                        "hours",
                        day -> day.limit("large", "last_entry_minutes_before_close_swing", "240")),
                fault("too early in the day", "hours", day -> TradedDay.another(day, "13:34:59", "TSLA", TSLA_CALL)),
                fault(
                        "old bar",
                        "signal-age",
                        day -> day.message("recommendations", "NVDA")
                                .put("barTime", at("14:28:59").toString())),
                fault(
                        "expired",
                        "signal-age",
                        day -> day.message("recommendations", "NVDA")
                                .put("expiresAt", at("14:31:59").toString())),
                fault(
                        "impossible confidence",
                        "valid-signal",
                        day -> day.message("recommendations", "AMD").put("confidence", 1.01)),
                fault(
                        "wild market",
                        "volatility size",
                        day -> features(day, "AMD").put("volRatio", 2.01)));
    }

    static Stream<Fault> surroundings() {
        return Stream.of(
                fault("trading switched off", "trading-allowed", day -> day.limit("large", "trading_enabled", "false")),
                fault(
                        "kill switch",
                        "trading-allowed",
                        day -> day.parameter("15:00:00", "kill_switch", 2, "halt_entries")),
                fault(
                        "F31 no exit manager",
                        "exit-manager-heard",
                        day -> day.topics.removeIf(has("topic", "heartbeats", "key", "position-manager.tiny"))),
                fault(
                        "only a standby was heard",
                        "exit-manager-heard",
                        day -> day.topics.stream()
                                .filter(has("topic", "heartbeats", "key", "position-manager.tiny"))
                                .forEach(line -> line.withObject("value").put("acting", false))),
                fault("F03 unreadable document", "parameters-in-force", day -> document(day, "{")),
                fault(
                        "F26 another tier's document",
                        "parameters-in-force",
                        day -> day.limit("tiny", "account_tier", "\"small\"")),
                fault(
                        "document above the ceiling",
                        "parameters-in-force",
                        day -> day.limit("tiny", "max_notional_exposure", "3000.01")),
                fault("F58 unknown key", "parameters-in-force", day -> day.limit("tiny", "max_exposure", "100")),
                fault(
                        "duplicate key",
                        "parameters-in-force",
                        day -> document(day, "{\"max_daily_loss\":50,\"max_daily_loss\":60}")));
    }

    private static void document(SyntheticDay day, String text) {
        day.store.stream()
                .filter(has("name", "/ops-pipeline/dispatcher_config_tiny"))
                .forEach(line -> line.put("value", text));
    }
}
