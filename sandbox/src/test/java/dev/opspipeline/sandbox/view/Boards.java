package dev.opspipeline.sandbox.view;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** A morning of two accounts, for tests of what is shown. */
final class Boards {

    static final Instant OPEN = Instant.parse("2026-04-10T13:30:00Z");
    static final Instant CLOSE = Instant.parse("2026-04-10T20:00:00Z");

    private Boards() {}

    /** Keeps what it is told. */
    static final class Recorder implements Display {

        final List<Happening> happenings = new ArrayList<>();
        boolean closed;

        @Override
        public void begins(Supplier<BoardView> board) {
            // Told by what happens.
        }

        @Override
        public void happened(Happening happening) {
            happenings.add(happening);
        }

        @Override
        public void advanced(Supplier<BoardView> board) {
            // Told by what happens.
        }

        @Override
        public void close() {
            closed = true;
        }

        List<String> texts() {
            return happenings.stream()
                    .map(happening -> "%s %s %s"
                            .formatted(happening.tier(), happening.kind(), happening.text())
                            .strip())
                    .toList();
        }
    }

    static DayBoard board(Display display) {
        return new DayBoard(
                new Stage(List.of("tiny", "large"), OPEN, CLOSE),
                () -> OPEN.plusSeconds(39 * 60),
                tier -> tier.equals("tiny")
                        ? Optional.of(new AccountFigures(
                                new BigDecimal("1784"), new BigDecimal("1804"), 1, new BigDecimal("1300.40")))
                        : Optional.empty(),
                display);
    }

    static void recommend(DayBoard board) {
        board.topic("recommendations", """
                {"ticker":"AMD","action":"BUY_PUT","strategy":"DAY","confidence":0.766,"score":3.12,\
                "underlyingPrice":"209.13","features":{"volumeRatio":2.35}}""");
    }

    static void refuse(DayBoard board, String tier) {
        board.topic("decisions." + tier, """
                {"recommendationId":"AMD-1","tier":"%s","recommendation":{"ticker":"AMD","action":"BUY_PUT","strategy":"DAY"},\
                "decision":{"type":"no_trade","refusals":[\
                {"code":"LOW_CONFIDENCE","outcome":"REFUSED","observed":"0.63","limit":"at least 0.7"},\
                {"code":"POSITION_LIMIT","outcome":"REFUSED","observed":"2","limit":"below 2"}]}}""".formatted(tier));
    }

    static void trade(DayBoard board, String tier) {
        board.topic("decisions." + tier, """
                {"recommendationId":"AMD-1","tier":"%s","recommendation":{"ticker":"AMD","action":"BUY_PUT","strategy":"DAY"},\
                "decision":{"type":"trade","contract":"AMD260410P00207500","contracts":2,"limitPrice":"2.56"}}""".formatted(tier));
    }

    static void close(DayBoard board, String tier, String profit) {
        board.topic("closed-trades." + tier, """
                {"contract":"AMD260410P00207500","quantity":2,"exitPrice":"3.88","realizedProfit":"%s",\
                "reason":"TAKE_PROFIT_HIT"}""".formatted(profit));
    }

    static void limits(DayBoard board, String tier) {
        board.topic("limits." + tier, """
                {"document":"{ // note\\n \\"max_open_positions\\": 2, \\"max_open_positions_high_confidence\\": 3, \
                \\"max_notional_exposure\\": 1500}"}""");
    }
}
