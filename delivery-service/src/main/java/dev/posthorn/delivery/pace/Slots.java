package dev.posthorn.delivery.pace;

import java.time.Duration;
import java.util.ArrayDeque;

/**
 * The slots of one endpoint that this instance has reserved. Belongs to one thread, but for {@link #rate}. Times are on the
 * scale of {@link System#nanoTime}.
 *
 * <p>This is GCRA (ITU-T I.371) cut in two: the theoretical arrival time stands in the table and is shared, and each instance
 * takes a run of it. No two requests have the same slot, whoever sends them, and none is sent before its slot or later than
 * {@link Rate#LATEST} after it; so a second holds what slots of 1.05 seconds hold, at most.
 */
public final class Slots {

    /** How long to wait when none could be reserved. */
    public static final Duration AFTER_REFUSAL = Duration.ofMillis(500);

    private volatile Rate rate;
    private final ArrayDeque<Run> runs = new ArrayDeque<>();
    private boolean asked;
    /** What to ask for next: doubled while all are used, and cut to what was used while some are missed. */
    private int pace = 1;

    private int used;
    private int missed;

    /** Slots at even distances; the first ones go as they are used. */
    private static final class Run {

        private long next;
        private final long spacing;
        private int left;

        private Run(Reserved reserved) {
            this.next = reserved.first();
            this.spacing = reserved.spacing();
            this.left = reserved.count();
        }

        private void drop(int slots) {
            next += slots * spacing;
            left -= slots;
        }
    }

    /**
     * A run that was reserved.
     *
     * @param first the time of the first slot
     * @param spacing nanoseconds from one to the next
     */
    public record Reserved(long first, long spacing, int count) {}

    public Slots(Rate rate) {
        this.rate = rate;
    }

    public Rate rate() {
        return rate;
    }

    /** Slots of the old limit that are reserved already are not used. */
    public void change(Rate now) {
        rate = now;
        runs.clear();
        pace = 1;
    }

    /** Whether a request may go now. */
    public boolean isOpen(long now) {
        dropMissed(now);
        return !runs.isEmpty() && runs.peek().next - now <= 0;
    }

    /** A request goes now; the slot was open. */
    public void use() {
        used++;
        runs.peek().drop(1);
        if (runs.peek().left == 0) {
            runs.poll();
        }
    }

    /** Nanoseconds until the next slot, 0 when it is open; negative when none is reserved. */
    public long untilNext(long now) {
        dropMissed(now);
        return runs.isEmpty() ? -1 : Math.max(0, runs.peek().next - now);
    }

    /**
     * How many slots to reserve now; a positive answer must be followed by {@link #reserved} or {@link #refused}. They are
     * asked for before the last ones are used, so that the answer does not have to be waited for.
     *
     * @param waiting requests that could go if they had a slot
     */
    public int ask(int waiting, long now) {
        dropMissed(now);
        int left = runs.stream().mapToInt(run -> run.left).sum();
        if (asked || waiting <= left || left > rate.run() / 2) {
            return 0;
        }
        pace = missed > 0 ? Math.clamp(used, 1, rate.run()) : Math.min(rate.run(), 2 * pace);
        used = 0;
        missed = 0;
        asked = true;
        return Math.min(waiting - left, pace);
    }

    /** @param limit what it was asked for under: the answer to an older one is not used */
    public void reserved(Rate limit, Reserved run) {
        asked = false;
        if (limit.equals(rate)) {
            runs.add(new Run(run));
        }
    }

    public void refused() {
        asked = false;
    }

    private void dropMissed(long now) {
        long oldest = now - Rate.LATEST.toNanos();
        while (!runs.isEmpty() && runs.peek().next - oldest < 0) {
            Run run = runs.peek();
            long late = oldest - run.next;
            int gone = (int) Math.min(run.left, (late + run.spacing - 1) / run.spacing);
            missed += gone;
            run.drop(gone);
            if (run.left == 0) {
                runs.poll();
            }
        }
    }
}
