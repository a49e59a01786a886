package dev.posthorn.benchmarks.load;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;

import static org.assertj.core.api.Assertions.assertThat;

class PayloadTest {

    @Test
    void isOneKibibyteAndIsFoundWithinAnEnvelope() {
        // Given
        var payload = new Payload(12, 3_456_789, 987_654_321);
        String text = new String(payload.write(), StandardCharsets.US_ASCII);

        // When
        Payload found = Payload.find(("{\"id\":\"evt_1\",\"data\":" + text + "}").getBytes(StandardCharsets.US_ASCII));

        // Then
        assertThat(text).hasSize(Payload.SIZE);
        assertThat(found).isEqualTo(payload);
    }

    @Test
    void isNotFoundInOtherBodies() {
        // When, Then
        assertThat(Payload.find("{\"data\":{\"probe\":true}}".getBytes(StandardCharsets.US_ASCII)))
                .isNull();
        assertThat(Payload.find(new byte[0])).isNull();
    }
}
