package dev.posthorn.contracts;

import java.util.List;
import java.util.Objects;

/**
 * Outcomes of attempts, as they were recorded together.
 *
 * <p>Identity rule: {@code id}. A batch may arrive twice; a consumer counts the first one only. An attempt is never part
 * of two batches.
 *
 * @param id the batch's TypeID ({@code atb_…})
 */
public record AttemptBatch(String id, List<Attempt> attempts) {

    public AttemptBatch {
        Objects.requireNonNull(id, "id is missing");
        attempts = List.copyOf(Objects.requireNonNull(attempts, "attempts are missing"));
    }
}
