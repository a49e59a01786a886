package dev.posthorn.foundation.idempotency;

import dev.posthorn.foundation.error.ApiException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class IdempotentRequestTest {

    @Test
    void isTheSameForTheSameRequest() {
        assertThat(request("acme", "/v1/tenants", "{}")).isEqualTo(request("acme", "/v1/tenants", "{}"));
    }

    @Test
    void differsByBodyAddressAndCaller() {
        assertThat(request("acme", "/v1/tenants", "{}"))
                .isNotEqualTo(request("acme", "/v1/tenants", "{ }"))
                .isNotEqualTo(request("acme", "/v1/event-types", "{}"))
                .isNotEqualTo(request(null, "/v1/tenants", "{}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "with space", "ümlaut", "line\nbreak"})
    void refusesKeysThatAreNone(String key) {
        assertThatThrownBy(() -> new IdempotentRequest("acme", key, "f")).isInstanceOf(ApiException.class);
    }

    private static IdempotentRequest request(String tenant, String address, String body) {
        byte[] digest = IdempotentRequest.sha256().digest(body.getBytes(StandardCharsets.UTF_8));
        return IdempotentRequest.of(tenant, "k1", "POST", address, digest);
    }
}
