package dev.posthorn.delivery.ledger;

import dev.posthorn.contracts.AttemptBatch;
import dev.posthorn.foundation.id.AttemptBatchId;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The messages of what was recorded last, so that the usual case asks the database nothing. Bounded: the oldest is
 * forgotten first, since the log has it too. Any thread.
 */
final class RecentNews {

    private final int mostAttempts;
    private final Map<AttemptBatchId, AttemptBatch> messages = new LinkedHashMap<>();
    private int attempts;

    RecentNews(int mostAttempts) {
        this.mostAttempts = mostAttempts;
    }

    synchronized void remember(AttemptBatchId id, AttemptBatch message) {
        take(id);
        messages.put(id, message);
        attempts += message.attempts().size();
        var oldest = messages.values().iterator();
        while (attempts > mostAttempts) {
            attempts -= oldest.next().attempts().size();
            oldest.remove();
        }
    }

    /** Null when it is not known any more. It is asked for once: should the broker not take it, the log has it. */
    synchronized AttemptBatch take(AttemptBatchId id) {
        AttemptBatch message = messages.remove(id);
        if (message != null) {
            attempts -= message.attempts().size();
        }
        return message;
    }

    synchronized void clear() {
        messages.clear();
        attempts = 0;
    }
}
