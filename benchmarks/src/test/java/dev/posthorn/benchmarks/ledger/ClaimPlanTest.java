package dev.posthorn.benchmarks.ledger;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;

import static org.assertj.core.api.Assertions.assertThat;

class ClaimPlanTest {

    private final ArrayList<String> scans = new ArrayList<>();

    @Test
    void acceptsIndexScansOfTheQueue() throws Exception {
        // When
        boolean indexed = inspect("""
                {"Node Type": "Limit", "Plans": [
                  {"Node Type": "Index Scan", "Relation Name": "retry", "Index Name": "retry_due"}]}""");

        // Then
        assertThat(indexed).isTrue();
        assertThat(scans).containsExactly("Index Scan retry_due");
    }

    @Test
    void refusesASequentialScanOrASort() throws Exception {
        // When, Then
        assertThat(inspect("""
                {"Node Type": "Limit", "Plans": [{"Node Type": "Seq Scan", "Relation Name": "retry"}]}""")).isFalse();
        assertThat(inspect("""
                {"Node Type": "Sort", "Plans": [
                  {"Node Type": "Index Scan", "Relation Name": "retry", "Index Name": "retry_due"}]}""")).isFalse();
    }

    @Test
    void acceptsASortOfWhatWasClaimed() throws Exception {
        // When, Then
        assertThat(inspect("""
                {"Node Type": "Sort", "Plans": [{"Node Type": "CTE Scan", "CTE Name": "parked"}]}""")).isTrue();
    }

    private boolean inspect(String json) throws Exception {
        return ClaimPlan.inspect(new ObjectMapper().readTree(json), scans);
    }
}
