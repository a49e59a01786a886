package dev.posthorn.foundation.overload;

import dev.posthorn.foundation.error.ApiException;
import jakarta.enterprise.context.ApplicationScoped;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what the requests under way hold. Any thread. */
@ApplicationScoped
public class RequestMemory {

    /** What a request costs beside its body, roughly. */
    public static final int OVERHEAD = 4 * 1024;

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final long limit;
    private final AtomicLong used = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();

    RequestMemory(OverloadConfig config) {
        this.limit = config.memory().asLongValue();
    }

    /** Bytes. */
    public long used() {
        return used.get();
    }

    /** Requests that were refused since the start. */
    public long refused() {
        return refused.get();
    }

    /**
     * Takes room; {@link #giveBack} follows. A lone request is let in however large.
     *
     * @throws ApiException 503 when there is none
     */
    public void take(long bytes) {
        long before = used.getAndUpdate(now -> fits(now, bytes) ? now + bytes : now);
        if (!fits(before, bytes)) {
            refused.incrementAndGet();
            throw ApiException.unavailable("Too many requests are under way; try again", RETRY_AFTER);
        }
    }

    private boolean fits(long now, long bytes) {
        return now == 0 || now + bytes <= limit;
    }

    /** Gives back what was taken. */
    public void giveBack(long bytes) {
        used.addAndGet(-bytes);
    }
}
