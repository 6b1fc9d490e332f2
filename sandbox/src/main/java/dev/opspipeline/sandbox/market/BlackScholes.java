package dev.opspipeline.sandbox.market;

/**
 * Value and greeks of one option without interest and dividends, so that early exercise is worth nothing.
 *
 * @param years to expiry; zero or less is at expiry
 * @param volatility standard deviation of a year's return
 */
record BlackScholes(boolean call, double spot, double strike, double years, double volatility) {

    private static final double FAR = 8;

    /** Dollars per share; never below what exercise would bring. */
    double value() {
        double inside = intrinsic();
        if (isExpired()) {
            return inside;
        }
        double callValue = spot * cumulative(d1()) - strike * cumulative(d2());
        return Math.max(inside, call ? callValue : callValue - spot + strike);
    }

    double intrinsic() {
        return Math.max(0, call ? spot - strike : strike - spot);
    }

    /** Change of value per dollar of the underlying, -1..1. */
    double delta() {
        if (isExpired()) {
            return intrinsic() > 0 ? (call ? 1 : -1) : 0;
        }
        return call ? cumulative(d1()) : cumulative(d1()) - 1;
    }

    double gamma() {
        return isExpired() ? 0 : density(d1()) / (spot * deviation());
    }

    /** Change of value per calendar day. */
    double theta() {
        return isExpired() ? 0 : -spot * density(d1()) * volatility / (2 * Math.sqrt(years)) / 365;
    }

    /** Change of value per percentage point of volatility. */
    double vega() {
        return isExpired() ? 0 : spot * density(d1()) * Math.sqrt(years) / 100;
    }

    private boolean isExpired() {
        return years <= 0;
    }

    private double deviation() {
        return volatility * Math.sqrt(years);
    }

    private double d1() {
        return Math.log(spot / strike) / deviation() + deviation() / 2;
    }

    private double d2() {
        return d1() - deviation();
    }

    static double density(double x) {
        return Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
    }

    /** The normal distribution, by the series x + x^3/3 + x^5/(3*5) + ... until it adds nothing. */
    static double cumulative(double x) {
        if (Math.abs(x) > FAR) {
            return x > 0 ? 1 : 0;
        }
        double sum = 0;
        double term = x;
        for (int odd = 3; sum + term != sum; odd += 2) {
            sum += term;
            term *= x * x / odd;
        }
        return 0.5 + sum * density(x);
    }
}
