package dev.opspipeline.risk;

import dev.opspipeline.account.AccountBelts;
import dev.opspipeline.account.AccountSnapshot;
import dev.opspipeline.account.BookView;
import dev.opspipeline.account.BookView.AcceptedEntry;
import dev.opspipeline.account.BookView.EntryInFlight;
import dev.opspipeline.account.BookView.OpenPosition;
import dev.opspipeline.account.Tier;
import dev.opspipeline.market.Instrument;
import dev.opspipeline.market.OptionContract;
import dev.opspipeline.market.Session;
import dev.opspipeline.market.SessionCalendar;
import dev.opspipeline.market.Ticker;
import dev.opspipeline.money.Money;
import dev.opspipeline.signal.Action;
import dev.opspipeline.signal.Confidence;
import dev.opspipeline.signal.Features;
import dev.opspipeline.signal.Recommendation;
import dev.opspipeline.signal.RecommendationId;
import dev.opspipeline.signal.Strategy;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Builds proposals that every gate lets through, but for what a test changes: a tiny account, an hour into a Thursday. */
final class Proposals {

    static final Instant BAR = Instant.parse("2026-04-09T14:31:00Z");
    static final Instant NOW = Instant.parse("2026-04-09T14:32:30Z");
    static final LocalDate TODAY = LocalDate.parse("2026-04-09");
    static final Ticker NVDA = new Ticker("NVDA");
    static final SessionCalendar CALENDAR = calendar();

    private final Tier tier;
    Action action = Action.BUY_CALL;
    Strategy strategy = Strategy.DAY;
    double confidence = 0.83;
    double score = 4.0;
    Money underlyingPrice = Money.of(100);
    double volumeRatio = 2.4;
    double volRatio = 1.0;
    int trendState = 1;
    Instant barTime = BAR;
    Instant createdAt = BAR.plusSeconds(61);
    Instant expiresAt = BAR.plusSeconds(361);
    Instant now = NOW;

    @Nullable
    TierLimits limits;

    TradingState state = TradingState.ACTIVE;

    @Nullable
    Duration sinceExitManager = Duration.ofSeconds(5);

    @Nullable
    AccountSnapshot account;

    Instant bookConfirmedAt = NOW;
    SessionLosses losses = SessionLosses.none(TODAY);

    @Nullable
    List<Instant> stopLosses = List.of();

    @Nullable
    AccountBelts belts = new AccountBelts(true, null, false);

    @Nullable
    Duration clockAhead = Duration.ZERO;

    boolean paper = false;
    private final List<OpenPosition> positions = new ArrayList<>();
    private final List<EntryInFlight> inFlight = new ArrayList<>();
    private final List<AcceptedEntry> entries = new ArrayList<>();
    private final List<PositionDelta> deltas = new ArrayList<>();

    private Proposals(Tier tier, String equity) {
        this.tier = tier;
        this.limits = TierTable.limits(tier);
        this.account = account(equity, equity, "0");
    }

    static Proposals tiny() {
        return new Proposals(Tier.TINY, "1804.00");
    }

    static Proposals of(Tier tier) {
        return switch (tier) {
            case TINY -> tiny();
            case SMALL -> new Proposals(tier, "4000.00");
            case MEDIUM -> new Proposals(tier, "15000.00");
            case LARGE -> large();
        };
    }

    static Proposals large() {
        return new Proposals(Tier.LARGE, "55000.00");
    }

    static AccountSnapshot account(String equity, String lastEquity, @Nullable String transfers) {
        return new AccountSnapshot(
                "SBX-1",
                Money.of(equity),
                Money.of(lastEquity),
                Money.of(equity),
                2,
                false,
                false,
                transfers == null ? null : Money.of(transfers),
                NOW);
    }

    Proposals document(String keys) {
        limits = Documents.limits(tier, keys);
        return this;
    }

    Proposals holding(String symbol, int quantity, String cost) {
        return holding(symbol, quantity, cost, cost);
    }

    Proposals holding(String symbol, int quantity, String cost, String marketValue) {
        Instrument instrument = symbol.length() > 10 ? OptionContract.parse(symbol) : new Ticker(symbol);
        positions.add(new OpenPosition(instrument, quantity, Money.of(cost), Money.of(marketValue)));
        return this;
    }

    Proposals entering(String id, String symbol, String reserved) {
        inFlight.add(new EntryInFlight(new RecommendationId(id), OptionContract.parse(symbol), 1, Money.of(reserved)));
        return this;
    }

    Proposals entered(String id, String ticker, Instant at, boolean filled) {
        entries.add(new AcceptedEntry(new RecommendationId(id), new Ticker(ticker), at, filled));
        return this;
    }

    /** What is known of a contract's delta and its underlying's price; empty texts are unknown. */
    Proposals delta(String symbol, @Nullable Double delta, @Nullable String price) {
        deltas.add(new PositionDelta(OptionContract.parse(symbol), 1, delta, price == null ? null : Money.of(price)));
        return this;
    }

    Money equity() {
        return Objects.requireNonNull(account).equity();
    }

    Proposal build() {
        return new Proposal(
                tier,
                recommendation(),
                account,
                "SBX-1",
                paper,
                new BookView(positions, inFlight, entries, bookConfirmedAt),
                limits,
                state,
                sinceExitManager,
                losses,
                deltas,
                stopLosses,
                belts,
                clockAhead,
                CALENDAR,
                now);
    }

    /** Everything that was fresh is fresh at another instant. */
    Proposals at(Instant instant) {
        now = instant;
        bookConfirmedAt = instant;
        barTime = instant.minusSeconds(90);
        createdAt = instant.minusSeconds(29);
        expiresAt = instant.plusSeconds(271);
        AccountSnapshot known = Objects.requireNonNull(account);
        account = new AccountSnapshot(
                known.accountNumber(),
                known.equity(),
                known.lastEquity(),
                known.optionsBuyingPower(),
                known.optionsLevel(),
                known.tradingBlocked(),
                known.accountBlocked(),
                known.netTransfersToday(),
                instant);
        return this;
    }

    /** One gate's verdict, with all of them asked. */
    Verdict verdict(RefusalCode code) {
        return EntryGates.check(build()).stream()
                .filter(verdict -> verdict.code() == code)
                .findFirst()
                .orElseThrow();
    }

    boolean passes(RefusalCode code) {
        return verdict(code).outcome() == Verdict.Outcome.PASSED;
    }

    private Recommendation recommendation() {
        return new Recommendation(
                RecommendationId.of(NVDA, barTime, action, "trend1"),
                NVDA,
                action,
                strategy,
                "trend1",
                confidence,
                score,
                underlyingPrice,
                new Features(99.5, 99.0, 0.005, trendState, volRatio, volumeRatio, Double.NaN),
                new Confidence(0.9, 1.15, 0.8, 1.0, 1.0),
                null,
                null,
                barTime,
                createdAt,
                expiresAt);
    }

    /** Two months of weekdays, but for Good Friday, with a half day on the 10th. */
    private static SessionCalendar calendar() {
        List<Session> sessions = new ArrayList<>();
        for (LocalDate day = LocalDate.parse("2026-04-01");
                day.isBefore(LocalDate.parse("2026-06-01"));
                day = day.plusDays(1)) {
            boolean weekend = day.getDayOfWeek() == DayOfWeek.SATURDAY || day.getDayOfWeek() == DayOfWeek.SUNDAY;
            if (!weekend && !day.equals(LocalDate.parse("2026-04-03"))) {
                int close = day.equals(LocalDate.parse("2026-04-10")) ? 13 : 16;
                sessions.add(new Session(day, at(day, LocalTime.of(9, 30)), at(day, LocalTime.of(close, 0))));
            }
        }
        return new SessionCalendar(sessions);
    }

    private static Instant at(LocalDate day, LocalTime time) {
        return day.atTime(time).atZone(SessionCalendar.EXCHANGE_ZONE).toInstant();
    }
}
