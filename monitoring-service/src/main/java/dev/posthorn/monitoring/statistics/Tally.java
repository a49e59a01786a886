package dev.posthorn.monitoring.statistics;

import dev.posthorn.contracts.Attempt;

import java.time.Duration;
import java.util.OptionalDouble;

/** Counts of attempts and deliveries. Two tallies add up to the tally of both. Not thread-safe. */
public final class Tally {

    private final long[] outcomes = new long[OutcomeClass.values().length];
    private long firstAttempts;
    private long firstAttemptSuccesses;
    private long retries;
    private long deliveriesSucceeded;
    private long deliveriesDead;
    private final DeliveryTimes deliveryTimes = new DeliveryTimes();

    void count(Attempt attempt) {
        OutcomeClass outcome = OutcomeClass.of(attempt);
        outcomes[outcome.ordinal()]++;
        switch (attempt.trigger()) {
            case "first" -> {
                firstAttempts++;
                firstAttemptSuccesses += outcome.isFailure() ? 0 : 1;
            }
            case "retry" -> retries++;
            case "manual", "replay", "test", "probe" -> {}
            default -> throw new IllegalArgumentException("Unknown trigger: " + attempt.trigger());
        }
        switch (attempt.delivery()) {
            case "succeeded" -> {
                deliveriesSucceeded++;
                if (isTimed(attempt)) {
                    deliveryTimes.add(deliveryTime(attempt));
                }
            }
            case "dead" -> deliveriesDead++;
            case "retrying" -> {}
            default -> throw new IllegalArgumentException("Unknown state of a delivery: " + attempt.delivery());
        }
    }

    /** What a person or a probe sent again says when they did so, not how fast we deliver. */
    private static boolean isTimed(Attempt attempt) {
        return attempt.trigger().equals("first") || attempt.trigger().equals("retry");
    }

    private static Duration deliveryTime(Attempt attempt) {
        Duration time =
                Duration.between(attempt.acceptedAt(), attempt.startedAt().plus(attempt.duration()));
        // Accepted by one machine and sent by another one whose clock is behind.
        return time.isNegative() ? Duration.ZERO : time;
    }

    public void add(Tally other) {
        for (int i = 0; i < outcomes.length; i++) {
            outcomes[i] += other.outcomes[i];
        }
        firstAttempts += other.firstAttempts;
        firstAttemptSuccesses += other.firstAttemptSuccesses;
        retries += other.retries;
        deliveriesSucceeded += other.deliveriesSucceeded;
        deliveriesDead += other.deliveriesDead;
        deliveryTimes.add(other.deliveryTimes);
    }

    /** Adds stored counts, in the order of {@link #toColumns}. */
    void addColumns(long[] columns) {
        int at = 0;
        for (int i = 0; i < outcomes.length; i++) {
            outcomes[i] += columns[at++];
        }
        firstAttempts += columns[at++];
        firstAttemptSuccesses += columns[at++];
        retries += columns[at++];
        deliveriesSucceeded += columns[at++];
        deliveriesDead += columns[at++];
        deliveryTimes.addTotals(columns[at++], columns[at]);
    }

    long[] toColumns() {
        var columns = new long[outcomes.length + 7];
        System.arraycopy(outcomes, 0, columns, 0, outcomes.length);
        int at = outcomes.length;
        columns[at++] = firstAttempts;
        columns[at++] = firstAttemptSuccesses;
        columns[at++] = retries;
        columns[at++] = deliveriesSucceeded;
        columns[at++] = deliveriesDead;
        columns[at++] = deliveryTimes.count();
        columns[at] = deliveryTimes.micros();
        return columns;
    }

    public long of(OutcomeClass outcome) {
        return outcomes[outcome.ordinal()];
    }

    public long attempts() {
        long sum = 0;
        for (long count : outcomes) {
            sum += count;
        }
        return sum;
    }

    public long successes() {
        return of(OutcomeClass.ANSWERED_2XX);
    }

    public long failures() {
        return attempts() - successes();
    }

    public long firstAttempts() {
        return firstAttempts;
    }

    public long firstAttemptSuccesses() {
        return firstAttemptSuccesses;
    }

    public long retries() {
        return retries;
    }

    public long deliveriesSucceeded() {
        return deliveriesSucceeded;
    }

    public long deliveriesDead() {
        return deliveriesDead;
    }

    public DeliveryTimes deliveryTimes() {
        return deliveryTimes;
    }

    /** Empty when there were no attempts, as all rates are when there is nothing to divide by. */
    public OptionalDouble successRate() {
        return rate(successes(), attempts());
    }

    public OptionalDouble firstAttemptSuccessRate() {
        return rate(firstAttemptSuccesses, firstAttempts);
    }

    public OptionalDouble finalSuccessRate() {
        return rate(deliveriesSucceeded, deliveriesSucceeded + deliveriesDead);
    }

    public OptionalDouble retryRate() {
        return rate(retries, attempts());
    }

    private static OptionalDouble rate(long part, long whole) {
        return whole == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) part / whole);
    }
}
