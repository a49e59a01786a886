package dev.posthorn.delivery.ledger;

/**
 * How many due deliveries of each priority a round takes, or took: everything that is urgent, and of the others, while
 * something more urgent fills its share, still an eighth.
 */
record ClaimShares(int high, int normal, int low) {

    private static final int LEAST = 8;

    static ClaimShares all(int size) {
        return new ClaimShares(size, size, size);
    }

    /** Those of the next round. @param taken by a round with these shares */
    ClaimShares after(ClaimShares taken, int size) {
        boolean highGoesOn = taken.high >= high;
        boolean normalGoesOn = taken.normal >= normal;
        int least = Math.max(1, size / LEAST);
        return new ClaimShares(size, highGoesOn ? least : size, highGoesOn || normalGoesOn ? least : size);
    }

    /** Whether more may be due than these shares let a round take. */
    boolean isFilledBy(ClaimShares taken) {
        return taken.high >= high || taken.normal >= normal || taken.low >= low;
    }

    int sum() {
        return high + normal + low;
    }
}
