package dev.posthorn.contracts;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;

import static org.assertj.core.api.Assertions.assertThat;

class GoldenJsonTest {

    @ParameterizedTest
    @CsvSource({
        "catalog-changes.json, dev.posthorn.contracts.CatalogChanges",
        "catalog-request.json, dev.posthorn.contracts.CatalogRequest",
        "attempt-batch.json, dev.posthorn.contracts.AttemptBatch"
    })
    void readsAndWritesExactlyTheGoldenFile(String file, Class<?> type) throws IOException {
        // Given
        JsonNode golden = ContractsJson.MAPPER.readTree(getClass().getResourceAsStream("/golden/" + file));

        // When
        Object message = ContractsJson.MAPPER.treeToValue(golden, type);

        // Then
        assertThat(ContractsJson.MAPPER.readTree(ContractsJson.MAPPER.writeValueAsBytes(message)))
                .isEqualTo(golden);
    }

    @ParameterizedTest
    @CsvSource({"dev.posthorn.contracts.CatalogRequest"})
    void ignoresFieldsOfNewerProducers(Class<?> type) throws IOException {
        String newer = "{\"requestedBy\":\"x\",\"requestedAt\":\"2026-01-15T10:30:00Z\",\"later\":1}";

        assertThat(ContractsJson.MAPPER.readValue(newer, type)).isNotNull();
    }
}
