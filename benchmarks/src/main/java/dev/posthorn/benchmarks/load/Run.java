package dev.posthorn.benchmarks.load;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * The book of one run: every event that was accepted, every delivery that was received, and how long it took. Publishing
 * and receiving write to it from their own threads.
 */
public final class Run {

    private static final long LONGEST = Duration.ofMinutes(10).toMillis() * 1_000;

    private final int number;
    private final int deliveriesPerEvent;
    private final AtomicLong nextEvent = new AtomicLong();
    private final AtomicLong open = new AtomicLong();
    private final NumberSet accepted = new NumberSet();
    private final NumberSet received = new NumberSet();
    private final NumberSet closed = new NumberSet();
    private final LongAdder acceptedCount = new LongAdder();
    private final LongAdder receivedCount = new LongAdder();
    private final LongAdder duplicates = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final Recorder deliveryTimes = new Recorder(LONGEST, 3);
    private final Recorder publishTimes = new Recorder(LONGEST, 3);
    private volatile long windowFrom = Long.MAX_VALUE;
    private volatile long windowTo = Long.MAX_VALUE;
    private volatile String firstFailure;

    Run(int number, int deliveriesPerEvent) {
        this.number = number;
        this.deliveriesPerEvent = deliveriesPerEvent;
    }

    int number() {
        return number;
    }

    /** Only events meant to start within these times (on {@link Clock}'s scale) are in the histograms. */
    void measure(long from, long to) {
        windowTo = to;
        windowFrom = from;
    }

    /** Takes the number of the next event, whose deliveries count as open from now on. */
    public long begin() {
        open.addAndGet(deliveriesPerEvent);
        return nextEvent.getAndIncrement();
    }

    /** Takes the numbers of the next events unless more deliveries than these would be open. @return the first, or -1 */
    public long tryBegin(int events, long most) {
        long more = (long) events * deliveriesPerEvent;
        long before = open.get();
        while (before + more <= most) {
            if (open.compareAndSet(before, before + more)) {
                return nextEvent.getAndAdd(events);
            }
            before = open.get();
        }
        return -1;
    }

    /** Deliveries that were begun and neither refused nor received yet. */
    public long open() {
        return open.get();
    }

    public void accept(long first, int events, long intended) {
        for (long event = first; event < first + events; event++) {
            accepted.add(event);
        }
        acceptedCount.add(events);
        if (isMeasured(intended)) {
            publishTimes.recordValue(Math.clamp(Clock.micros() - intended, 0, LONGEST));
        }
    }

    /** The service said 429 or 503: nothing was accepted. */
    public void refuse(long first, int events) {
        refused.add(events);
        close(first, events);
    }

    /** Nobody knows whether the events were accepted, or the request was wrong. */
    public void fail(long first, int events, String why) {
        failed.add(events);
        close(first, events);
        if (firstFailure == null) {
            firstFailure = why;
        }
    }

    private void close(long first, int events) {
        for (long delivery = first * deliveriesPerEvent; delivery < (first + events) * deliveriesPerEvent; delivery++) {
            close(delivery);
        }
    }

    /** Once: what was stored although its publisher got no answer arrives all the same. */
    private void close(long delivery) {
        if (closed.add(delivery)) {
            open.decrementAndGet();
        }
    }

    /** @param endpoint which of the event's endpoints received it, from 0 */
    public void receive(Payload payload, int endpoint) {
        long delivery = payload.number() * deliveriesPerEvent + endpoint % deliveriesPerEvent;
        if (!received.add(delivery)) {
            duplicates.increment();
            return;
        }
        receivedCount.increment();
        close(delivery);
        if (isMeasured(payload.at())) {
            deliveryTimes.recordValue(Math.clamp(Clock.micros() - payload.at(), 0, LONGEST));
        }
    }

    private boolean isMeasured(long intended) {
        return intended >= windowFrom && intended < windowTo;
    }

    public long acceptedCount() {
        return acceptedCount.sum();
    }

    public long receivedCount() {
        return receivedCount.sum();
    }

    /** Deliveries of accepted events that have not arrived, by comparing every number. */
    long missing() {
        if (deliveriesPerEvent == 1) {
            return accepted.countWithout(received);
        }
        long missing = 0;
        for (long event = 0; event < nextEvent.get(); event++) {
            for (int endpoint = 0; accepted.contains(event) && endpoint < deliveriesPerEvent; endpoint++) {
                missing += received.contains(event * deliveriesPerEvent + endpoint) ? 0 : 1;
            }
        }
        return missing;
    }

    public Counts counts() {
        return new Counts(
                acceptedCount.sum() * deliveriesPerEvent,
                receivedCount.sum(),
                missing(),
                duplicates.sum(),
                refused.sum(),
                failed.sum(),
                firstFailure);
    }

    /** Microseconds from the intended start of publishing to the webhook's arrival. Empties what was recorded. */
    public Histogram takeDeliveryTimes() {
        return deliveryTimes.getIntervalHistogram();
    }

    /** Microseconds from the intended start of publishing to the answer 202. */
    public Histogram takePublishTimes() {
        return publishTimes.getIntervalHistogram();
    }

    /**
     * In deliveries but for the refused and failed, which are events.
     *
     * @param lost accepted and never received
     * @param refused answered with 429 or 503
     * @param failed without a clear answer; what came of them is not in {@code lost}
     */
    public record Counts(
            long accepted, long received, long lost, long duplicated, long refused, long failed, String firstFailure) {

        public Counts plus(Counts more) {
            return new Counts(
                    accepted + more.accepted,
                    received + more.received,
                    lost + more.lost,
                    duplicated + more.duplicated,
                    refused + more.refused,
                    failed + more.failed,
                    firstFailure == null ? more.firstFailure : firstFailure);
        }
    }
}
