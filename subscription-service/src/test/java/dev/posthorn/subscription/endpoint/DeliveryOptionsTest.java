package dev.posthorn.subscription.endpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.posthorn.contracts.ContractsJson;
import dev.posthorn.contracts.EndpointRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

class DeliveryOptionsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"format\": \"envelope\", \"signature\": {\"scheme\": \"standard\"}, \"ordering\": \"none\", \"urls\": {}}"
            })
    void takeNoRoomWhereNothingIsSet(String json) throws JsonProcessingException {
        DeliveryOptions options = read(json);

        assertThat(options.toJson()).isNull();
        assertThat(options.toForm(null)).isNull();
        assertThat(options.toPace()).isNull();
        assertThat(options.regionName()).isNull();
        assertThat(options.regionalUrls()).isNull();
        assertThat(DeliveryOptions.ofJson(null)).isEqualTo(options);
    }

    @Test
    void areReadAsTheyAreStored() throws JsonProcessingException {
        // Given
        DeliveryOptions options = read("""
                {"rateLimit": 50, "concurrency": 1, "format": "cloudevents-binary", "ordering": "key",
                 "signature": {"scheme": "hex", "header": "X-A"}, "onDeadLetter": "block", "region": "eu",
                 "batching": {"maxEvents": 100, "maxWait": "PT0.5S", "maxBytes": 65536},
                 "urls": {"eu": "https://eu.a.example"}}""");

        // When
        DeliveryOptions stored = DeliveryOptions.ofJson(options.toJson());

        // Then
        assertThat(stored).isEqualTo(options);
        assertThat(stored.toForm("sealed"))
                .isEqualTo(new EndpointRecord.Form("cloudevents-binary", "hex", "X-A", "sealed"));
        assertThat(stored.toPace())
                .isEqualTo(new EndpointRecord.Pace(
                        50, 1, new EndpointRecord.Batching(100, Duration.ofMillis(500), 65536L), "key", "block"));
        assertThat(stored.regionName()).isEqualTo("eu");
        assertThat(stored.regionalUrls()).isEqualTo(Map.of("eu", "https://eu.a.example"));
    }

    @Test
    void nameTheDefaultsBesideWhatIsSet() throws JsonProcessingException {
        assertThat(read("{}").toForm("sealed"))
                .isEqualTo(new EndpointRecord.Form("envelope", "standard", null, "sealed"));
        assertThat(read("{\"signature\": {\"scheme\": \"hex\"}}").toForm(null))
                .isEqualTo(new EndpointRecord.Form("envelope", "hex", "X-Webhook-Signature", null));
        assertThat(read("{\"rateLimit\": 5}").toPace())
                .isEqualTo(new EndpointRecord.Pace(5, null, null, "none", "skip"));
        assertThat(read("{\"ordering\": \"strict\"}").toPace())
                .isEqualTo(new EndpointRecord.Pace(null, null, null, "strict", "skip"));
    }

    private static DeliveryOptions read(String json) throws JsonProcessingException {
        return DeliveryOptions.of(ContractsJson.MAPPER.readValue(json, EndpointOptions.class));
    }
}
