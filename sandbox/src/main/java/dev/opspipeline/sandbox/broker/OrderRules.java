package dev.opspipeline.sandbox.broker;

import static java.util.Objects.requireNonNull;

import dev.opspipeline.sandbox.broker.PaperOrder.Side;
import dev.opspipeline.sandbox.market.ListedOption;
import dev.opspipeline.sandbox.market.OptionChainModel;
import dev.opspipeline.sandbox.market.OptionQuote;
import dev.opspipeline.sandbox.market.TradingCalendar;
import dev.opspipeline.sandbox.market.TradingSession;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the broker refuses of orders, first reason first. */
final class OrderRules {

    private static final int LONGEST_CLIENT_ORDER_ID = 128;
    private static final Duration LAST_OPENING_ON_EXPIRY_DAY = Duration.ofMinutes(30);
    private static final Pattern OCC = Pattern.compile("[A-Z][A-Z0-9.]{0,5}(\\d{6})[CP]\\d{8}");
    private static final DateTimeFormatter OCC_DATE = DateTimeFormatter.ofPattern("uuMMdd", Locale.ROOT);
    private static final Pattern WHOLE = Pattern.compile("0*[1-9]\\d{0,5}(\\.0+)?");
    private static final Pattern PRICE = Pattern.compile("\\d{1,6}(\\.\\d+)?");
    private static final Set<String> INTENTS = Set.of("buy_to_open", "buy_to_close", "sell_to_open", "sell_to_close");

    private final OptionChainModel options;
    private final TradingSession session;

    OrderRules(OptionChainModel options, TradingSession session) {
        this.options = options;
        this.session = session;
    }

    /** An order in the broker's terms. */
    record Wanted(
            ListedOption option,
            Side side,
            int qty,
            @Nullable BigDecimal limit,
            @Nullable String positionIntent) {

        boolean isMarket() {
            return limit == null;
        }
    }

    /** Why a ticket is no order anybody could fill, whoever sent it. */
    Optional<Refusal> malformed(PaperAccount account, OrderTicket ticket, Instant now) {
        return identity(account, ticket)
                .or(() -> form(ticket))
                .or(() -> symbol(ticket, now))
                .or(() -> quantity(ticket))
                .or(() -> price(ticket));
    }

    /** The order that a ticket which is not malformed stands for. */
    Wanted wanted(OrderTicket ticket) {
        return new Wanted(
                options.find(requireNonNull(ticket.symbol())).orElseThrow(),
                "buy".equals(ticket.side()) ? Side.BUY : Side.SELL,
                new BigDecimal(requireNonNull(ticket.qty())).intValueExact(),
                "limit".equals(ticket.type()) ? new BigDecimal(requireNonNull(ticket.limitPrice())).setScale(2) : null,
                ticket.positionIntent());
    }

    /** Why this account can't have a well-formed order filled now. */
    Optional<Refusal> notAllowed(PaperAccount account, Wanted wanted, Instant now) {
        return hours(wanted, now)
                .or(() -> intent(account, wanted))
                .or(() -> quantityHeld(account, wanted))
                .or(() -> quoteForMarketOrder(wanted))
                .or(() -> buyingPower(account, wanted));
    }

    /** Dollars per share that an order holds back while it is open. */
    BigDecimal heldPerShare(Wanted wanted) {
        if (wanted.side() == Side.SELL) {
            return BigDecimal.ZERO;
        }
        BigDecimal limit = wanted.limit();
        return limit != null
                ? limit
                : options.quote(wanted.option()).map(OptionQuote::ask).orElse(BigDecimal.ZERO);
    }

    private static Optional<Refusal> identity(PaperAccount account, OrderTicket ticket) {
        String id = ticket.clientOrderId();
        if (id == null) {
            return Optional.empty();
        }
        if (id.isEmpty() || id.length() > LONGEST_CLIENT_ORDER_ID) {
            return refuse(Refusal.malformed("client_order_id must be no longer than 128 characters"));
        }
        return account.orderByClientId(id).map(earlier -> Refusal.notUnique());
    }

    private static Optional<Refusal> form(OrderTicket ticket) {
        if (!"buy".equals(ticket.side()) && !"sell".equals(ticket.side())) {
            return refuse(Refusal.malformed("invalid side"));
        }
        if (!"limit".equals(ticket.type()) && !"market".equals(ticket.type())) {
            return refuse(Refusal.invalid("invalid order type for options trading"));
        }
        if (!"day".equals(ticket.timeInForce())) {
            return refuse(Refusal.invalid("order_time_in_force must be day for options trading"));
        }
        String orderClass = ticket.orderClass();
        if (orderClass != null && !orderClass.isEmpty() && !orderClass.equals("simple")) {
            return refuse(Refusal.invalid("complex orders not supported for options trading"));
        }
        String intent = ticket.positionIntent();
        return intent == null || INTENTS.contains(intent)
                ? Optional.empty()
                : refuse(Refusal.malformed("invalid position_intent"));
    }

    private Optional<Refusal> symbol(OrderTicket ticket, Instant now) {
        String symbol = ticket.symbol();
        if (symbol == null || symbol.isEmpty()) {
            return refuse(Refusal.malformed("symbol is required"));
        }
        if (options.find(symbol).isPresent()) {
            return Optional.empty();
        }
        Matcher occ = OCC.matcher(symbol);
        if (!occ.matches()) {
            // Nobody holds stock here, so every sale of one would be short.
            return refuse(
                    "sell".equals(ticket.side())
                            ? Refusal.forbidden("account is not allowed to short", Map.of("symbol", symbol))
                            : Refusal.invalid("asset \"" + symbol + "\" cannot be traded in this account"));
        }
        boolean expired = occ.group(1).compareTo(OCC_DATE.format(today(now))) < 0;
        return refuse(Refusal.invalid(
                expired ? "option contract " + symbol + " is expired" : "asset \"" + symbol + "\" not found"));
    }

    private static Optional<Refusal> quantity(OrderTicket ticket) {
        String qty = ticket.qty();
        if (ticket.notional() != null) {
            return refuse(Refusal.invalid("notional orders are not allowed for options trading"));
        }
        return qty != null && WHOLE.matcher(qty).matches()
                ? Optional.empty()
                : refuse(Refusal.invalid("qty must be a whole number above 0 for options trading"));
    }

    private static Optional<Refusal> price(OrderTicket ticket) {
        String limit = ticket.limitPrice();
        if ("market".equals(ticket.type())) {
            return limit == null
                    ? Optional.empty()
                    : refuse(Refusal.malformed("market orders must not have a limit price"));
        }
        if (limit == null || !PRICE.matcher(limit).matches() || new BigDecimal(limit).signum() == 0) {
            return refuse(Refusal.malformed("limit orders require a limit price above 0"));
        }
        return new BigDecimal(limit).stripTrailingZeros().scale() > 2
                ? refuse(Refusal.invalid("invalid limit_price " + limit + ": at most 2 decimals"))
                : Optional.empty();
    }

    private Optional<Refusal> hours(Wanted wanted, Instant now) {
        if (!session.contains(now)) {
            return refuse(Refusal.invalid("options orders are only allowed during market hours"));
        }
        boolean late = !now.isBefore(session.close().minus(LAST_OPENING_ON_EXPIRY_DAY));
        boolean expiresToday = wanted.option().expiry().equals(session.date());
        return late && expiresToday && wanted.side() == Side.BUY
                ? refuse(Refusal.invalid("opening orders are not allowed in the last 30 minutes of the expiry day"))
                : Optional.empty();
    }

    private static Optional<Refusal> intent(PaperAccount account, Wanted wanted) {
        boolean held = account.held(wanted.option().symbol()) > 0;
        String specified = wanted.positionIntent();
        String inferred = wanted.side() == Side.BUY ? "buy_to_open" : held ? "sell_to_close" : "sell_to_open";
        // A close of what is gone is refused for its quantity, with what is left.
        if (inferred.equals("sell_to_open") && !"sell_to_close".equals(specified) && !startsWithBuy(specified)) {
            return refuse(Refusal.forbidden("account not eligible to trade uncovered option contracts", Map.of()));
        }
        boolean closingNothing = inferred.equals("sell_to_open") && "sell_to_close".equals(specified);
        return specified == null || specified.equals(inferred) || closingNothing
                ? Optional.empty()
                : refuse(Refusal.invalid(
                        "position intent mismatch, inferred: " + inferred + ", specified: " + specified));
    }

    private static boolean startsWithBuy(@Nullable String intent) {
        return intent != null && intent.startsWith("buy");
    }

    private static Optional<Refusal> quantityHeld(PaperAccount account, Wanted wanted) {
        String symbol = wanted.option().symbol();
        int held = account.held(symbol);
        int selling = account.selling(symbol);
        if (wanted.side() == Side.BUY || wanted.qty() <= held - selling) {
            return Optional.empty();
        }
        String related =
                account.sellingOrders(symbol).stream().map(PaperOrder::id).collect(Collectors.joining(","));
        return refuse(Refusal.forbidden(
                "insufficient qty available for order (requested: " + wanted.qty() + ", available: " + (held - selling)
                        + ")",
                Map.of(
                        "symbol", symbol,
                        "existing_qty", Integer.toString(held),
                        "held_for_orders", Integer.toString(selling),
                        "available", Integer.toString(held - selling),
                        "related_orders", related)));
    }

    private Optional<Refusal> quoteForMarketOrder(Wanted wanted) {
        if (!wanted.isMarket() || wanted.side() == Side.BUY) {
            return Optional.empty();
        }
        return options.quote(wanted.option()).filter(OptionQuote::hasBid).isPresent()
                ? Optional.empty()
                : refuse(Refusal.forbidden(
                        "no available quote for " + wanted.option().symbol() + ", please reenter with a limit",
                        Map.of()));
    }

    private Optional<Refusal> buyingPower(PaperAccount account, Wanted wanted) {
        BigDecimal cost = PaperAccount.dollars(heldPerShare(wanted), wanted.qty());
        BigDecimal available = account.optionsBuyingPower();
        return cost.compareTo(available) <= 0
                ? Optional.empty()
                : refuse(Refusal.forbidden(
                        "insufficient options buying power (required: " + cost + ", available: " + available + ")",
                        Map.of(
                                "cost_basis", cost.toPlainString(),
                                "options_buying_power", available.toPlainString())));
    }

    private static LocalDate today(Instant now) {
        return TradingCalendar.dateOf(now);
    }

    private static Optional<Refusal> refuse(Refusal refusal) {
        return Optional.of(refusal);
    }
}
