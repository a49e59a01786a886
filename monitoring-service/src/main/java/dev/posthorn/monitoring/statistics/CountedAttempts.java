package dev.posthorn.monitoring.statistics;

import dev.posthorn.contracts.Attempt;
import dev.posthorn.foundation.id.AttemptBatchId;

import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Sums of attempts, as they are added to what is stored. Both maps are sorted, so that concurrent transactions lock their
 * rows in one order and never wait for each other in a circle.
 */
record CountedAttempts(Map<MinuteKey, Tally> tallies, Map<String, LatestAttempt> latest) {

    CountedAttempts() {
        this(new TreeMap<>(), new TreeMap<>());
    }

    /** The sums of those batches that are to be counted; of two with one id, one. */
    static CountedAttempts of(Collection<CountedBatch> batches, Set<AttemptBatchId> fresh) {
        var sums = new CountedAttempts();
        var left = new HashSet<>(fresh);
        for (CountedBatch batch : batches) {
            if (left.remove(batch.id())) {
                sums.add(batch.sums());
            }
        }
        return sums;
    }

    void count(Attempt attempt) {
        tallies.computeIfAbsent(MinuteKey.of(attempt), key -> new Tally()).count(attempt);
        add(LatestAttempt.of(attempt));
    }

    private void add(CountedAttempts other) {
        other.tallies.forEach((key, tally) ->
                tallies.computeIfAbsent(key, none -> new Tally()).add(tally));
        other.latest.values().forEach(this::add);
    }

    private void add(LatestAttempt own) {
        latest.merge(own.endpointId() + "/" + own.outcome(), own, LatestAttempt::later);
    }
}
